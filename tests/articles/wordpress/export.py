"""Small WordPress export files."""

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>A blog</title>
<link>{link}</link>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{site}</wp:base_site_url>
<wp:base_blog_url>{blog}</wp:base_blog_url>
"""
BLOG = "https://blog.example"


def export_xml(*items: str, site: str = BLOG, blog: str = BLOG, link: str = BLOG) -> str:
    return HEAD.format(site=site, blog=blog, link=link) + "".join(items) + "</channel></rss>"


def item_xml(
    number: int,
    title: str,
    *,
    html: str = "Words.",
    guid: str = "",
    link: str = "",
    date: str = "2020-05-04 10:00:00",
    comments: str = "",
    more: str = "",
) -> str:
    return f"""<item>
<title>{_cdata(title)}</title>
{f"<link>{link}</link>" if link else ""}
{f'<guid isPermaLink="false">{guid}</guid>' if guid else ""}
<content:encoded>{_cdata(html)}</content:encoded>
{f"<wp:post_id>{number}</wp:post_id>" if number else ""}
<wp:post_date_gmt>{date}</wp:post_date_gmt>
<wp:comment_status>open</wp:comment_status>
<wp:post_name></wp:post_name>
<wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type>
{more}{comments}</item>
"""


def comment_xml(
    number: int,
    html: str,
    *,
    author: str = "",
    parent: int = 0,
    approved: str = "1",
    date: str = "2020-05-05 10:00:00",
) -> str:
    return f"""<wp:comment>
{f"<wp:comment_id>{number}</wp:comment_id>" if number else ""}
<wp:comment_author>{_cdata(author)}</wp:comment_author>
<wp:comment_date_gmt>{date}</wp:comment_date_gmt>
<wp:comment_content>{_cdata(html)}</wp:comment_content>
<wp:comment_approved>{approved}</wp:comment_approved>
<wp:comment_parent>{parent}</wp:comment_parent>
</wp:comment>
"""


def _cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>"
