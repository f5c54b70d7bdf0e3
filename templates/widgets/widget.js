(s=>{const d=s.dataset,n=d.widget=="count",u=new URL(d.widget+(n?".json":"/"),s.src),f=document.createElement("iframe")
for(const k of n?["article"]:["article","colours","size","topic"])if(d[k])u.searchParams.set(k,d[k])
if(n)return fetch(u).then(r=>r.json()).then(c=>s.replaceWith(c.words),()=>0)
const[t,...m]={ {% for kind in kinds %}"{{ kind.name }}":["{{ kind.title|escapejs }}"{% for width, height, shows in kind.dimensions %},{{ width }},{{ height }}{% endfor %}]{% if not forloop.last %},{% endif %}{% endfor %}}[d.widget],i={small:0,large:4}[d.size]??2
Object.assign(f,{src:u,title:t,width:m[i],height:m[i+1],loading:"lazy"})
f.style.border=0
s.replaceWith(f)})(document.currentScript)
