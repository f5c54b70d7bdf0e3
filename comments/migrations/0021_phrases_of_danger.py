"""What somebody may write who is in danger just now, to begin with. Admins may change it.

One entry a line, in the words of `comments.watching`: `*` stands for any letters at the end of
a word, `…` for up to six words. `{a|b}` makes two entries of a line. What stands after `-` is
harmless, whatever it contains: mostly what is over, or is not so.
"""

from itertools import product

from django.db import migrations

PHRASES = {
    "en": """
        keep {coughing|throwing|vomiting} up … blood
        {he|she} {collapsed|fainted|passed out} {just now|minutes ago}
        {want|hope} to … never wake up
        {quickest|easiest|painless|best|fastest|surest} way to {die|kill myself|end it}
        thoughts of {suicide|killing myself|ending it|ending my life}
        {nobody|no one} would care if i {died|die|was gone|were gone|disappeared}
        {goodbye|farewell} {letter|note} to
        {have|has} … chest pain* and … {arm|jaw|sweating|sick|dizzy|numb|grey|clammy|breath}
        {sitting|lying|standing} here with … chest pain*
        chest {feels like|feels as if} … {crushed|squeezed|bursting|exploding|burst|explode}
        {pain*|chest|arm} … {minutes|an hour|half an hour|one hour} ago
        {pressure|tightness|pain*|weight} {on|in|across} {my|his|her|the} chest … {now|right now|at the moment}
        {short of breath|breathless|can't get my breath} … {right now|at the moment|help}
        struggling {to breathe|for breath}
        {feel|feeling} … {faint|dizzy} … right now
        {face|mouth|arm|leg} … suddenly … {can't|cannot} {talk|speak|move}
        suddenly … {dropped|drooped|weak|numb} … {can't|cannot}
        {face|mouth} suddenly {dropped|drooped} … and
        taken too many {of my|pills|tablets|sleeping|painkillers|beta}
        overdose {now|an hour ago|today|tonight|this morning|just now|last night}
        blood is … {pouring|gushing|spurting|everywhere}
        bleeding … {can't|cannot} stop {it|the}
        {passing out|fainting} any {minute|moment|second}
        {he|she|dad|mum|mom|father|mother|husband|wife|son|daughter} has {just collapsed|collapsed|passed out|fainted}
        {doesn't|does not|won't} {respond|react|wake up}
        need to call {an ambulance|911|999|112}
        {call|ring} an ambulance for {this|me|him|her}
        - {had|no|not|never|without|some} … thoughts of {suicide|killing myself|ending it|ending my life}
        - {no|not|had|used to|never|without} … {pressure|tightness|pain*|weight} {on|in|across} {my|his|her|the} chest … {now|right now|at the moment}
        - {was|were|been|be|from|of|started|without|no longer|kept|remember} … struggling {to breathe|for breath}
        - {no longer|not|never} … {short of breath|breathless}
        - {i'm|i am|is} … {afraid|scared|worried|frightened|terrified|nervous} … having a {heart attack|stroke}
        - has {collapsed|passed out|fainted} {before|twice|once|several times}
        kill {myself|my self}
        {kil|killing} myself
        {want|wants|wanting|ready} to die
        wanna die
        want to be dead
        wish i {was|were} dead
        wish i {could|would} … die
        wish i had never woken up
        rather be dead
        better off dead
        better off without me
        {end|ending} my {life|own life}
        {end|ending} it all
        {take|taking} my {life|own life}
        {don't|do not|not|dont|no longer} {want to|wanna} live
        don't want to be {alive|here anymore|here any more}
        don't want to wake up
        {no reason|nothing|no will} to live
        nothing to live for
        no point {in living|living|in going on}
        {not|isn't} worth living
        can't go on {anymore|any more|any longer|living}
        can't live like this {anymore|any more}
        {i'm|i am|feel|feeling|is|he's|she's} {suicidal|sucidal|suicidle|suicidel}
        {suicidal|sucidal} {now|right now|again|today|tonight}
        {have|having} … {suicidal|sucidal} {thoughts|feelings|ideas}
        {thinking|think} {about|of} suicide
        {want|going|gonna|about|plan|planning} to … commit suicide
        {will|might|may|to just} commit suicide
        {want|going|urge} to {hurt|harm|cut} myself
        {might|will|could} {hurt|harm} myself
        {took|taken|take|swallowed} all … {pills|tablets} at once
        {took|taken|swallowed} … whole {bottle|pack|box} of
        {just took|just taken|have taken|i've taken} an overdose
        {just|have|i've} overdosed
        {hang|shoot} myself
        {slit|cut} my wrists
        jump off {a|the} bridge
        {jump|throw myself} in front of
        {nobody|no one} {would|will} {miss me|notice if i}
        everyone would be better off
        suicide {note|plan}
        {tired|sick} of {living|being alive}
        {wants|going|threatens|threatening|will} … kill {himself|herself|themselves}
        - {not|never|don't|wouldn't|won't|didn't} … {kill|killing} myself
        - {used to|years ago|back then} … {kill|killing} myself
        - {kill|killing} myself … {years ago|back then|last year|in the past}
        - shoot myself in the foot
        - kill myself laughing
        - {don't|not|didn't|nobody|no one|never|do not} … {want|wants|ready} to die
        - {not|never|no longer|isn't|don't} … {feel|feeling|is} suicidal
        - {i'm|i am|is} {not|no longer} … suicidal
        - {don't|not|never|no longer|used to} … {have|having|think|thinking} … {suicidal|suicide} *thoughts
        - {don't|not|never|no longer|used to|was|were} … {have|having} suicidal thoughts
        - {don't|not|never|no longer|used to|was|were} … {think|thinking} {about|of} suicide
        - not … {end|take} my {life|own life}
        {i'm|i am|is|he's|she's} … having … chest pain*
        {i'm|i am|is|he's|she's} having … pain* in {my|his|her|the} chest
        {have|has|got|getting} … chest pain* {now|right now|at the moment|this minute}
        {have|has|got} … pain* in {my|his|her|the} chest … {now|right now|at the moment}
        {have|has|got} … {crushing|severe|terrible|unbearable|awful|bad} … chest pain* and
        chest pain* … {right now|at the moment|this minute}
        pain* in {my|his|her} chest … {right now|at the moment|this minute}
        {right now|at the moment} … chest {pain*|hurts}
        chest pain* {now|since this morning|since last night|since an hour}
        chest pain* for {an hour|the last hour|the past hour|half an hour|hours|twenty minutes}
        chest {hurts|is hurting} … {right now|so bad|so much|badly|help}
        chest is killing me
        {have|having} … {pressure|tightness} … chest … {right now|now}
        {spreading|radiating|going} … {down|into|to} my {left arm|jaw|arm} … {now|right now}
        pain is {spreading|radiating|going|shooting} … {arm|jaw}
        left arm {is|has gone|is going|feels} numb
        {can't|cannot} {feel|move} my {face|left|right}
        {think|i'm|i am|is|he's|she's|maybe} … having a {heart attack|stroke}
        {is|could|might} {this|it|that} … be a {heart attack|stroke}
        is this a {heart attack|stroke}
        {face|mouth|side} {is|has} … {drooping|dropping|droopy|dropped|drooped|hanging}
        {face|mouth} … drooping … {now|right now}
        {is|am|i'm|he's|she's} slurring
        {suddenly|now} … {speech is|words are} slurred
        {i|he|she|she|dad|mum|mom|husband|wife} {can't|cannot|can not} {breathe|breath|breathe properly}
        {can't|cannot|can not} {breathe|breath} {now|right now|help|please|anymore|any more}
        help … {can't|cannot} {breathe|breath}
        {can|can only} {hardly|barely} breathe
        {i'm|i am|is|he's|she's} … {struggling|unable} to breathe
        {i'm|i am|is|he's|she's} … {gasping|fighting} for {air|breath}
        {i'm|i am|is|he's|she's} choking
        {can't|cannot} get {any|enough} {air|oxygen}
        lips are … blue
        {is|he's|she's} {unconscious|unresponsive}
        {has|just} stopped breathing
        not breathing {anymore|any more|now|what|please}
        {is not|isn't} breathing
        {can't|cannot} wake {him|her|my}
        {has just|just|have just} collapsed
        {i'm|i am|is|he's|she's} … {coughing|throwing|vomiting|bringing} … blood
        bleeding … {won't|doesn't|does not|will not} stop
        {won't|can't} stop {the bleeding|bleeding}
        {about|going} to {pass out|faint}
        {think|feel like|feels like} {i'm|i am} … dying
        {i'm|i am} dying {right now|help|please}
        {throat|tongue} is {closing|swelling}
        {have|having} … worst headache of my life
        should i … {call|ring} {911|999|112|an ambulance|for help}
        should i … go to {the er|a e|the emergency room|hospital now|the hospital now}
        {i|we} need an ambulance
        - {no|not|without|never|don't|haven't} … chest pain* … {now|right now|at the moment}
        - {no|not|without} … chest pain* {now|right now|at the moment|since this morning|since last night}
        - {i'm|i am|is|he's|she's} {not|no longer|never} … having … chest pain*
        - {i'm|i am|is|he's|she's} having {no|fewer|less} … chest pain*
        - {right now|at the moment} … {no|not|without|don't} … chest {pain*|hurts}
        - {had|was|were|used to} … chest pain* … {right now|at the moment}
        - {had|was|were|used to} … chest pain* for {hours|an hour|half an hour}
        - {have|has|got} {no|not|never} … chest pain* {now|right now|at the moment}
        - {can't|cannot|can not} {breathe|breath} … {nose|mask}
        - {i|he|she} {can't|cannot} breathe through … nose
        - {dying|i'm dying} to {know|hear|see}
        - had just collapsed
        - {lung|valve|vein} … collapsed
        - {won't|can't|didn't} stop bleeding … {last year|years ago|then}
        """,
    "de": """
        {will|möchte|mag|wäre gern} {tot sein|tot}
        {bekomme|kriege|bekomm|krieg} … schlecht luft
        {hab|habe} ich {einen|gerade einen|wohl einen} {herzinfarkt|schlaganfall|herzanfall}
        ich {habe|hab} … {starke|schlimme|heftige|furchtbare|extreme} {brustschmerzen|schmerzen in der brust}
        {gerade|jetzt} … druck auf der brust
        - {hab|habe} ich einen {herzinfarkt|schlaganfall|herzanfall} … {gehabt|überlebt|erlitten|bekommen|hinter}
        - ich {habe|hab} {keine|nie|nicht} … {starke|schlimme|heftige} {brustschmerzen|schmerzen in der brust}
        ich {will|möchte|mag|würde gern|würde am liebsten} … sterben
        {will|möchte|mag|kann} {nicht mehr|nicht länger|nimmer} leben
        {will|möchte|werde|muss} mich … {umbringen|töten}
        {bringe|bring} mich um
        {möchte|will|werde} mir … {das|mein} leben nehmen
        {nehme|nehm} mir das leben
        mir das leben {zu nehmen|nehmen will}
        {selbstmord|suizid} {begehen|machen}
        {denke|denk} … {selbstmord|suizid|umzubringen|sterben}
        {habe|hab} … {selbstmordgedanken|suizidgedanken|suizidale gedanken|todesgedanken}
        bin … {suizidal|selbstmordgefährdet|suizidgefährdet|lebensmüde}
        {wäre|wär} … {am liebsten|lieber|gern|besser} tot
        wünschte … {tot|gestorben}
        wünschte ich wäre tot
        ohne mich besser dran
        {nicht mehr|nie mehr|nie wieder} aufwachen
        {mein|meinem} leben … {beenden|ein ende}
        {allem|dem ganzen} ein ende {setzen|machen}
        {leben|alles} … keinen sinn mehr
        sehe keinen {ausweg|sinn} mehr
        keinen {lebenswillen|lebensmut} mehr
        {vor den zug|von der brücke} {werfen|springen|stürzen}
        {mich|mir} {aufhängen|erhängen|erschießen}
        {meine|mir die} pulsadern
        {alle|meine ganzen} tabletten … {auf einmal|geschluckt}
        überdosis {genommen|geschluckt}
        mir {etwas|was} an{tun|zutun}
        {will|droht|möchte} sich … {umzubringen|umbringen|das leben nehmen|etwas antun}
        keine kraft mehr … leben
        - {wollte|hätte|würde nie|kein|nie} … {umbringen|sterben}
        - ich {will|möchte|mag} {nicht|noch nicht|noch lange nicht|niemals} … sterben
        - {wird|könnte|würde} mich … umbringen
        - {habe|hab} {keine|nie|niemals} … {selbstmordgedanken|suizidgedanken|suizidale gedanken|todesgedanken}
        - bin {nicht|keineswegs} … {suizidal|selbstmordgefährdet|suizidgefährdet|lebensmüde}
        - {nicht mehr|nie mehr} aufwachen … {narkose|operation|op}
        - {narkose|operation|op} … {nicht mehr|nie mehr|nie wieder} aufwachen
        {brustschmerz*|herzschmerz*} … {jetzt|gerade|im moment|momentan}
        {jetzt|gerade|im moment|momentan} … {brustschmerz*|herzschmerz*}
        schmerz* in der brust … {jetzt|gerade|im moment|momentan}
        {jetzt|gerade|im moment|momentan} … {schmerz*|stechen|druck} {in|auf} der brust
        {brustschmerz*|schmerz* in der brust} seit {heute|einer stunde|stunden|heute morgen|heute nacht}
        {seit heute|seit einer stunde|seit stunden} … {brustschmerz*|schmerz* in der brust}
        brust tut … {so weh|furchtbar weh|gerade weh|jetzt weh}
        ich {bekomme|kriege|krieg|bekomm} … {keine|kaum|kaum noch} luft
        {bekommt|kriegt} keine luft
        keine luft {mehr bekomme|mehr kriege|hilfe}
        {ich kann|kann gerade|kann jetzt|er kann|sie kann} {nicht|kaum|nicht mehr|kaum noch} atmen
        {ich ersticke|am ersticken}
        {jetzt|gerade|plötzlich} … atemnot
        atemnot … {jetzt|gerade}
        {habe|hab|hat|bekomme|kriege} {gerade|jetzt|wohl|vielleicht} einen {herzinfarkt|schlaganfall|herzanfall}
        {glaube|denke|fürchte} … {herzinfarkt|schlaganfall|herzanfall}
        ich habe einen {herzinfarkt|schlaganfall|herzanfall}
        {ist|könnte|kann} das … ein {herzinfarkt|schlaganfall|herzanfall}
        {gesicht|mundwinkel|gesichtshälfte|mund} … {hängt|hängen|schief}
        kann … nicht mehr {sprechen|richtig sprechen|bewegen}
        {arm|hand|gesicht} … {plötzlich|gerade|jetzt} … taub
        {arm|hand} {ist|wird} … {taub|gelähmt}
        ist {bewusstlos|ohnmächtig|nicht ansprechbar}
        atmet nicht
        {gerade|eben|soeben} … {zusammengebrochen|umgekippt}
        ich {huste|spucke|erbreche|kotze} … blut
        {blutung|bluten|blutet} … {hört nicht auf|nicht auf}
        hört nicht auf zu bluten
        {werde|falle} gleich … ohnmächtig
        {ich sterbe|glaube ich sterbe} {gerade|jetzt|gleich}
        glaube ich sterbe
        soll ich … {notarzt|112|rettungsdienst|krankenwagen|notaufnahme}
        {brauche|brauchen} … {notarzt|krankenwagen|rettungswagen}
        - {hatte|hatten|waren|war|keine|ohne|früher} … {brustschmerz*|herzschmerz*} … {jetzt|gerade|im moment|momentan}
        - {jetzt|gerade|im moment|momentan} … {keine|ohne|weniger|keinerlei} … {brustschmerz*|herzschmerz*}
        - {brustschmerz*|herzschmerz*} … {jetzt|gerade|im moment|momentan} … {weg|vorbei|verschwunden|besser|gut|nicht mehr}
        - {hatte|keine|ohne} … schmerz* in der brust … {jetzt|gerade|im moment|momentan}
        - {jetzt|gerade|im moment|momentan} {keine|ohne} … {schmerz*|stechen|druck} {in|auf} der brust
        - atemnot … {jetzt|gerade} … {weg|besser|vorbei}
        - {hatte|keine|ohne} … atemnot … {jetzt|gerade}
        - {jetzt|gerade} … {keine|weniger} atemnot
        - ich habe einen {herzinfarkt|schlaganfall|herzanfall} … {gehabt|überlebt|hinter|erlitten}
        """,
    "fr": """
        {mère|père|mari|femme|fils|fille} fait {un avc|un infarctus|une crise cardiaque}
        arrive {plus|pas} à respirer
        {j'ai|il a|elle a} … {forte|grosse|horrible|terrible|intense} douleur … poitrine
        {j'ai|il a|elle a} … douleur {forte|horrible|terrible|intense|atroce} … poitrine
        n'en peux plus de {vivre|cette vie}
        - {j'ai|il a|elle a} {eu|senti} … douleur … poitrine
        je veux … mourir
        {j'ai|j'ai juste|tellement|qu'une} … envie de {mourir|me tuer|me suicider|en finir|disparaître}
        {envie d'en|veux en|vais en} finir
        {je vais|je veux|veux|pense à|songe à|idée de} me {tuer|suicider|pendre|foutre en l'air}
        mettre fin à {mes jours|ma vie}
        {pense|songe|penser} … {au suicide|à me suicider|à mourir}
        j'ai … {idées|pensées} {suicidaires|noires en ce moment}
        je suis suicidaire
        {plus|pas} envie de {vivre|me réveiller|continuer à vivre}
        {veux|peux|supporte} plus vivre
        {plus la force|plus aucune raison|plus de raison|plus le courage} de vivre
        vie ne vaut {plus|pas}
        vie n'a plus {de|aucun} sens
        {voudrais|aimerais|préférerais|préfèrerais} … {être|etre} mort*
        {serais|serait} mieux mort*
        {mieux|mieux lotis} sans moi
        me {jeter|tirer} {sous|du pont|une balle}
        m'ouvrir les veines
        {veux|vais|envie de} me faire du mal
        {avalé|avaler|pris|prendre} … {tous mes médicaments|toute la boîte|tous les comprimés}
        ne plus me réveiller
        {veut|va|menace de} {se tuer|se suicider|mourir}
        - {ne|n'ai|pas|aucune|avais} … envie de {mourir|me tuer|me suicider|en finir}
        - je {n'ai|n'avais|avais} … {idées|pensées} suicidaires
        - j'ai {jamais|eu} … {idées|pensées} suicidaires
        - {ai voulu|avais voulu|pas} … me {tuer|suicider}
        {douleur*|mal} … {poitrine|thorax|thoracique*|coeur} … {maintenant|en ce moment|là tout de suite|à l'instant}
        {maintenant|en ce moment|là tout de suite} … {douleur*|mal} … {poitrine|thorax|thoracique*}
        {douleur*|mal} … {poitrine|thorax|thoracique*} depuis {ce matin|une heure|des heures|cette nuit|hier soir}
        depuis {ce matin|une heure|cette nuit} … {douleur*|mal} … {poitrine|thorax|thoracique*}
        j'ai {très|tellement|horriblement} mal {à la|dans la|au} {poitrine|coeur|thorax}
        n'arrive {plus|pas} à {respirer|reprendre mon souffle}
        {je|il|elle} {ne peux|peux|ne peut|peut} {plus|pas} respirer
        {j'étouffe|je m'étouffe|il s'étouffe|elle s'étouffe|je suffoque}
        mal à respirer … {maintenant|en ce moment|aidez moi}
        {je fais|il fait|elle fait|suis en train de faire|est en train de faire} … {crise cardiaque|infarctus|avc}
        {crois|pense|peur} … {je fais|il fait|elle fait|c'est} … {crise cardiaque|infarctus|avc}
        {est ce|serait ce} … {crise cardiaque|infarctus|avc}
        {visage|bouche} … {s'affaisse|de travers|tordue|tombe|paralysé*|déformé*}
        {n'arrive|arrive} {plus|pas} à {parler|bouger}
        {ne sens|sens|peux} plus {bouger mon|mon} bras
        bras … {engourdi|paralysé} … {maintenant|en ce moment|soudain}
        est {inconscient*|sans connaissance}
        ne respire {plus|pas}
        {vient|viens} de … {s'effondrer|perdre connaissance|faire un malaise|s'évanouir}
        je {crache|vomis|tousse} du sang
        {saigne|saignement|sang} … {ne s'arrête pas|s'arrête pas|s'arrête plus|sans arrêt}
        je vais {m'évanouir|mourir}
        {je suis en train de|crois que je vais} mourir
        {dois je|faut il|est ce que je dois|devrais je} … {15|samu|112|urgences|ambulance|pompiers}
        besoin d'une ambulance
        - {n'ai|n'ai plus|sans|avais|eu|plus de|pas de|pas|plus} … {douleur*|mal} … {poitrine|thorax|thoracique*|coeur} … {maintenant|en ce moment}
        - {maintenant|en ce moment} … {n'ai|sans|plus|pas} … {douleur*|mal} … {poitrine|thorax|thoracique*}
        - {j'ai eu|j'avais} {très|tellement|horriblement} mal {à la|dans la|au} {poitrine|coeur|thorax}
        - {douleur*|mal} … {poitrine|thorax|thoracique*} … {maintenant|en ce moment} … {bien|mieux|passé*|fini*}
        """,
    "es": """
        me duele el pecho {ahora|ahora mismo|en este momento}
        torcido la {cara|boca}
        {tengo|tiene} … dolor {fuerte|muy fuerte|terrible|horrible|intenso} … pecho
        no {aguanto|soporto} {vivir|más esta vida}
        - no {tengo|tiene} … dolor {fuerte|muy fuerte|terrible} … pecho
        {quiero|quisiera|deseo} {morir*|matarme|suicidarme|quitarme la vida|desaparecer para siempre}
        me {quiero|voy a|quisiera} … {morir*|matar|suicidar|quitar la vida}
        {ganas|deseos} de {morir*|matarme|suicidarme|quitarme la vida}
        voy a {matarme|suicidarme|quitarme la vida|acabar con todo}
        {pienso|pensando|pensar} en {suicidarme|matarme|el suicidio|quitarme la vida|morir*}
        {acabar|terminar} con {mi vida|mi sufrimiento|todo esto}
        no quiero {vivir|seguir viviendo|despertar*|seguir con vida}
        no tengo {ganas|razones|motivos} {de|para} … {vivir|seguir viviendo}
        {ya no quiero|sin ganas de} vivir
        {no vale|ya no vale} la pena vivir
        {la|mi} vida {no|ya no} tiene sentido
        {estaría|estaria} mejor muert*
        {ojalá|ojala|quisiera} … {estuviera|estar} muert*
        tengo … {pensamientos|ideas} suicidas
        {estarían|estarán} mejor sin mí
        {quiero|voy a|ganas de} {hacerme daño|cortarme|lastimarme}
        {cortarme las venas|tirarme al tren|tirarme del puente|ahorcarme|pegarme un tiro}
        {tomé|tomado|tomarme} … todas {las|mis} pastillas
        {se quiere|quiere} … {matar|suicidar*|morir*|matarse|quitarse la vida}
        - {no|nunca|tampoco|ya no} {quiero|quisiera|deseo} {morir*|matarme|suicidarme|quitarme la vida}
        - no me {quiero|voy a} … {morir*|matar|suicidar}
        - {no tengo|no tenía|tenía|tuve} {ganas|deseos} de {morir*|matarme|suicidarme}
        - no tengo … {pensamientos|ideas} suicidas
        - {no|nunca} … {quiere|pienso} … {morir*|en suicidarme}
        dolor* … pecho … {ahora|ahora mismo|en este momento|ahorita}
        {ahora|ahora mismo|en este momento|ahorita} … {dolor*|duele} … pecho
        {dolor*|duele} … pecho desde {esta mañana|hace una hora|hace horas|anoche|hace rato}
        desde {esta mañana|hace una hora} … {dolor*|duele} … pecho
        me duele {mucho|muchísimo|horrible|fuerte} el pecho
        me duele el pecho {mucho|muchísimo|ayuda|y el brazo}
        {opresión|presión} … pecho … {ahora|ahora mismo|en este momento}
        no {puedo|puede|consigo|logro} {respirar|coger aire}
        {me ahogo|me estoy ahogando|se está ahogando|me asfixio}
        me falta {el|mucho el} aire … {ahora|ayuda|mucho}
        {dando|teniendo|sufriendo} un {infarto|ictus|derrame|ataque al corazón|ataque cardíaco}
        {creo|parece} que … {infarto|ictus|derrame|ataque al corazón}
        {será|es esto|puede ser} un {infarto|ictus|derrame|ataque al corazón}
        {boca|cara} … {torcida|torcido|caída|paralizada}
        {no puedo|no puede} {mover|hablar|levantar el brazo}
        se me {duerme|durmió|ha dormido} … brazo … {ahora|izquierdo}
        está {inconsciente|sin conocimiento}
        {no respira|no está respirando}
        {acaba de|se acaba de} {desmayarse|desmayar|desplomarse|caer redondo}
        {estoy|está} {tosiendo|vomitando|escupiendo} sangre
        {toso|vomito|escupo} sangre
        {no para|no deja|no paro} de sangrar
        me voy a desmayar
        {me estoy muriendo|creo que me muero|siento que me muero|creo que me voy a morir}
        {debo|debería|tengo que} … {112|911|ambulancia|urgencias}
        necesito una ambulancia
        - {no|sin|tenía|tuve|ningún|nunca} … {dolor*|duele} … pecho … {ahora|ahora mismo|en este momento|ahorita}
        - {ahora|ahora mismo|en este momento|ahorita} … {no|sin|ya no} … {dolor*|duele} … pecho
        - {dolor*|duele} … pecho … {ahora|en este momento} … {bien|mejor|nada}
        - {no podía|ya no|nunca} … respirar
        """,
    "it": """
        {faccio|fa} fatica a respirare … {adesso|ora|aiuto}
        ho … {forte|fortissimo|terribile|fortissimi|forti} {dolore|dolori} al petto
        ho … {dolore|dolori} {forte|fortissimo|terribile|forti|fortissimi} al petto
        - {non ho|ho avuto} … {forte|forti} {dolore|dolori} al petto
        {voglio|vorrei} … {morire|uccidermi|ammazzarmi|suicidarmi|togliermi la vita|farla finita}
        mi {voglio|vorrei} {uccidere|ammazzare|suicidare}
        {mi uccido|mi ammazzo|sto per uccidermi|sto per farla finita}
        voglia di {morire|farla finita|uccidermi}
        {penso|pensando|pensare} {al suicidio|di uccidermi|di suicidarmi|di ammazzarmi|di farla finita|di morire}
        ho … {pensieri suicidi|pensieri di suicidio|idee suicide|pensieri suicidari}
        non voglio {più vivere|vivere|vivere più|svegliarmi}
        non ho {più voglia|voglia|motivo|più motivo|più la forza} di vivere
        non ce la faccio più a vivere
        {la|mia} vita {non ha|non ha più} senso
        {vorrei essere|sarebbe meglio essere} mort*
        meglio {mort*|senza di me}
        {voglio|vorrei|sto per} farmi del male
        {tagliarmi le vene|buttarmi sotto|impiccarmi|spararmi|buttarmi dal ponte}
        {preso|prendere|ingoiato} … tutte le {pastiglie|pillole|compresse}
        non {svegliarmi|risvegliarmi} più
        vuole {uccidersi|suicidarsi|ammazzarsi|morire|farla finita}
        - {non|nessuno} {voglio|vorrei|vuole} … {morire|uccidermi|ammazzarmi|suicidarmi|togliermi la vita|farla finita|uccidersi}
        - {non ho|nessuna} voglia di {morire|farla finita}
        - non ho … {pensieri suicidi|pensieri di suicidio|idee suicide}
        {dolore|dolori|male} … petto … {adesso|ora|proprio ora|in questo momento}
        {adesso|proprio ora|in questo momento} … {dolore|dolori|male} … petto
        {dolore|dolori|male} al petto da {stamattina|un'ora|ore|stanotte|ieri sera|questa mattina}
        {mi fa|fa} {tanto|molto|malissimo} male il petto
        mi fa male il petto … {molto|tanto|aiuto|braccio}
        non {riesco|riesce} {a|più a} respirare
        {non respiro|non respira|sto soffocando|sta soffocando|mi manca l'aria}
        {sto|sta} avendo un {infarto|ictus|attacco di cuore|attacco cardiaco}
        {credo|penso|temo} … {infarto|ictus|attacco di cuore}
        {è|potrebbe essere|sarà} un {infarto|ictus|attacco di cuore} in corso
        {potrebbe essere|sarà|può essere} un {infarto|ictus}
        {bocca|faccia|viso} … {storta|storto|cadente|paralizzat*|cascante}
        non {riesco|riesce} … {muovere|parlare}
        non sento più {il braccio|la mano|il viso}
        braccio … {intorpidito|addormentato|paralizzato} … {adesso|ora|improvvisamente}
        {è|ed è} {incosciente|privo di sensi|priva di sensi|svenut* adesso}
        {appena|è appena} {svenut*|crollat*|collassat*}
        {tosso|vomito|sputo|sto tossendo|sto vomitando|sto sputando} … sangue
        non smette di sanguinare
        {sto per|sto} {svenire|morire|morendo|svenendo}
        credo di {morire|stare per morire}
        {devo|dovrei} … {118|112|ambulanza|pronto soccorso}
        {serve|bisogno di} un'ambulanza
        - {non|senza|nessun|avevo|avuto} … {dolore|dolori|male} … petto … {adesso|ora|in questo momento}
        - {adesso|ora|in questo momento} … {non|senza|nessun} … {dolore|dolori|male} … petto
        - {dolore|dolori|male} … petto … {adesso|ora} … {bene|meglio|passato}
        - non {riesco|riesce} … {parlarne|parlare di}
        """,
    "nl": """
        wil niet {meer verder|verder}
        {nu|op dit moment|momenteel} … {druk|steken|beklemming} op {de|mijn} borst
        ik heb … {erge|hevige|vreselijke|enorme} pijn {op|in} {de|mijn} borst
        - ik heb {geen|nooit} … {erge|hevige} pijn {op|in} {de|mijn} borst
        {wil|wou dat ik} {dood|sterven|doodgaan}
        ik wil … {dood zijn|doodgaan}
        {wil|kan} niet {meer|langer|verder} leven
        {mezelf|me} {van kant maken|van het leven beroven|doden|ophangen|doodmaken}
        {ga|wil|overweeg} … zelfmoord {plegen|te plegen}
        {pleeg|overweeg} zelfmoord
        {denk|denken} … {zelfmoord|suïcide|zelfdoding|dood te gaan}
        {einde|eind} … {maken aan mijn leven|aan mijn leven|aan maken}
        {ben|voel me|voel mij} … {suïcidaal|levensmoe}
        heb … {zelfmoordgedachten|suïcidale gedachten|doodsgedachten|suïcidegedachten}
        was ik maar dood
        beter {dood|af zonder mij}
        {geen zin|geen reden} … {leven|te leven}
        leven heeft geen zin
        mezelf {iets|wat} {aandoen|aan te doen}
        {wil|ga} mezelf {pijn doen|snijden}
        {voor de trein|van de brug} {springen|gooien}
        niet meer wakker {worden|hoeven}
        uit het leven stappen
        alle pillen … {tegelijk|ingenomen|geslikt}
        {wil|gaat} … {zelfmoord plegen|zich van kant maken}
        - {wil|heb} {niet|geen|nooit} … {zelfmoord plegen|zelfmoordgedachten|suïcidale gedachten|doodsgedachten}
        - {had|nooit|niet} … zelfmoordgedachten
        pijn {op|in} {de|mijn|m'n} borst … {nu|op dit moment|momenteel}
        {nu|op dit moment|momenteel} … pijn {op|in} {de|mijn|m'n} borst
        pijn {op|in} {de|mijn} borst sinds {vanmorgen|vanochtend|een uur|vannacht|gisteravond}
        {druk|steken} … borst … {nu|op dit moment}
        {ik kan|hij kan|zij kan|kan bijna|kan nauwelijks} {niet|niet meer|nauwelijks|geen} … {ademen|ademhalen|adem halen}
        {krijg|krijgt} … {geen|bijna geen|amper} {lucht|adem}
        {ik stik|stikt}
        {benauwd|kortademig} … {nu|op dit moment|help}
        {heb|heeft|krijg|krijgt} {nu|misschien|net} een {hartaanval|hartinfarct|beroerte|herseninfarct}
        {ik heb|ik krijg} een {hartaanval|hartinfarct|beroerte}
        {denk|vrees} … {hartaanval|hartinfarct|beroerte}
        is dit … {hartaanval|hartinfarct|beroerte}
        {mond|mondhoek|gezicht} … {hangt|scheef|scheve|verlamd}
        {scheve mond|scheef gezicht}
        kan … {arm|been|hand} niet {meer bewegen|bewegen|optillen}
        kan niet meer {praten|goed praten}
        arm … {verlamd|gevoelloos|slaapt} … {nu|plotseling|ineens}
        is {bewusteloos|buiten bewustzijn|niet aanspreekbaar}
        ademt niet
        {is net|is zojuist} … {flauwgevallen|ingestort|in elkaar gezakt}
        ik {hoest|braak|spuug} … bloed
        {bloeding stopt|stopt} niet {met bloeden|meer}
        bloeding stopt niet
        ga {bijna|zo} flauwvallen
        {denk dat ik|ik ga nu} {doodga|dood|sterf}
        moet ik … {112|ambulance|spoedeisende hulp|eerste hulp}
        {ambulance nodig|heb een ambulance}
        - {geen|had|zonder|nooit} … pijn {op|in} {de|mijn|m'n} borst … {nu|op dit moment|momenteel}
        - {nu|op dit moment|momenteel} … {geen|zonder|niet} … pijn {op|in} {de|mijn|m'n} borst
        - pijn {op|in} {de|mijn} borst … nu … {weg|over|beter|goed}
        - ik heb een {hartaanval|hartinfarct|beroerte} {gehad|overleefd}
        - {niet|had|was} … {benauwd|kortademig} … nu
        - {benauwd|kortademig} … nu … {niet meer|beter|weg}
        """,
    "pl": """
        {boli|kłuje} … {teraz|w tej chwili} … {klat*|piersi*}
        - nie boli … {teraz|w tej chwili} … {klat*|piersi*}
        nie {widzę|ma} sensu {życia|w życiu|żyć}
        {mam|ma} … {silny|straszny|okropny|mocny} ból w klatce
        - nie {mam|ma} … {silny|straszny|okropny|mocny} ból w klatce
        {chcę|chciał*} {umrzeć|się zabić|popełnić samobójstwo|ze sobą skończyć|zniknąć na zawsze}
        {zabiję|zabije} się
        skończyć {ze sobą|z życiem|z tym wszystkim}
        {odebrać|odbiorę} sobie życie
        {popełnić|popełnię} samobójstwo
        {myślę|myśle|myślenie} o {samobójstwie|śmierci ciągle|tym żeby się zabić|zabiciu się}
        mam … myśli samobójcze
        nie chcę {już żyć|żyć|dłużej żyć|się obudzić}
        nie chce mi się {żyć|już żyć}
        nie mam {po co|siły|ochoty|już siły|dla kogo} żyć
        życie {nie ma|straciło|nie ma już} sens*
        {wolałbym|wolałabym} {nie żyć|umrzeć}
        lepiej {beze mnie|gdybym nie żył*}
        {zrobić|zrobię|coś} sobie {krzywdę|zrobić|zrobię}
        {podciąć|podetnę} sobie żyły
        {powiesić|powieszę} się
        {rzucić|rzucę} się pod {pociąg|tramwaj}
        {połknę*|łykn*|wzię*|połkn*} … wszystkie {tabletki|leki}
        mam dość życia
        {chce|grozi|zamierza} … {się zabić|że się zabije|popełnić samobójstwo}
        - nie {chcę|chciał*|chce} … {umrzeć|się zabić|popełnić samobójstwo|zabić}
        - nie mam … myśli samobójcz*
        - {miał*|nigdy} … myśli samobójcz*
        {ból|bóle|boli|piecze} … {klat*|piersi*} … {teraz|w tej chwili|właśnie}
        {teraz|w tej chwili|właśnie} … {ból|bóle|boli|kłuje} … {klat*|piersi*}
        ból w klatce … od {rana|godziny|kilku godzin|wczoraj|nocy}
        od {rana|godziny|kilku godzin} … {ból|boli} … {klat*|piersi*}
        {strasznie|bardzo|mocno} boli mnie … {klat*|serce|mostek*}
        boli mnie … {strasznie|bardzo|mocno} … {klat*|serce|mostek*}
        nie {mogę|może|moge} {oddychać|złapać oddechu|złapać tchu|złapać powietrza}
        {duszę się|dusi się|brakuje mi powietrza}
        {mam|ma} {teraz zawał|chyba zawał|teraz udar|chyba udar}
        chyba {mam|ma} {zawał|udar}
        {czy to|to chyba|może to} {zawał|udar}
        {opada*|opadł*|wykrzyw*} … {twarz*|kącik|usta}
        {krzywa|wykrzywiona} twarz
        nie {mogę|może} … {ruszyć|mówić|poruszyć|podnieść ręki}
        {drętwieje|zdrętwiała|nie czuję} … {ręka|ręki|ręce|twarzy} … {teraz|nagle|lewa}
        {drętwieje mi|nie czuję} … {ręka|ręki}
        jest nieprzytomn*
        {właśnie|przed chwilą} … {stracił*|zemdla*|upadł*}
        nie oddycha
        {pluję|kaszlę|wymiotuję|pluje} krwią
        krwawienie nie {ustaje|ustępuje|przestaje}
        nie {przestaje|mogę zatamować} … {krwawić|krwi}
        {zaraz|chyba} {zemdleję|umrę|umieram}
        ja umieram
        {czy|mam|powinienem|powinnam} … {wezwać|dzwonić|zadzwonić} … {karetkę|pogotowie|112|999}
        potrzebuję karetki
        - {nie|miał*|bez|wcześniej} … {ból*|boli*} … {klat*|piersi*} … {teraz|w tej chwili|właśnie}
        - {teraz|w tej chwili|właśnie} … {nie|bez} … {ból*|boli} … {klat*|piersi*}
        - {ból|bóle|boli} … {klat*|piersi*} … teraz … {lepiej|dobrze|minął|przeszło}
        - nie {mógł*|mogłam} … oddychać
        """,
    "pt": """
        {estou|está} com … {dor|dores} … peito
        - {não estou|não está} com … {dor|dores} … peito
        {quero|queria} {morrer|me matar|matar me|me suicidar|suicidar me|desaparecer para sempre}
        {vou|penso em|pensando em|pensei em} {me matar|matar me|me suicidar|suicidar me|tirar a minha vida}
        vontade de {morrer|me matar|me suicidar|desaparecer}
        {tirar|acabar com|terminar com} {minha|a minha|a própria} vida
        {acabar|acabar de vez} com tudo
        pôr fim {à vida|à minha vida|a tudo}
        não quero {viver|mais viver|continuar a viver|continuar vivendo|acordar}
        {já não|não aguento|não consigo} {quero|mais} viver
        {não tenho|sem} {vontade|razão|razões|motivos} {de|para} viver
        {a|minha} vida {não tem|já não tem|não faz} {sentido|mais sentido}
        não vale a pena viver
        {melhor|melhores} {morto|morta|sem mim}
        queria {estar|ter} mort*
        {penso|pensar} … {suicídio|em morrer}
        {tenho|estou com|tendo} … {pensamentos|ideias} suicidas
        {quero|vou|vontade de} {me machucar|machucar me|me cortar|cortar me|magoar me}
        {cortar os pulsos|me enforcar|enforcar me|me jogar da ponte|atirar me ao comboio}
        {tomei|tomar|tomado} … todos os {comprimidos|remédios}
        não {queria|quero} acordar
        {quer|vai} {se matar|matar se|se suicidar|suicidar se|morrer}
        - {não|nunca|nem|ninguém} {quero|queria|quer} {morrer|me matar|matar me|me suicidar|suicidar me|se matar}
        - {não tenho|não tinha|tinha} vontade de {morrer|me matar}
        - não {tenho|estou com} … {pensamentos|ideias} suicidas
        {dor|dores} … peito … {agora|agora mesmo|neste momento}
        {agora|agora mesmo|neste momento} … {dor|dores|dói|doer} … peito
        {dor|dores} no peito {desde|há} {hoje|esta manhã|hoje de manhã|ontem à noite|uma hora|horas}
        {dói|doendo} {muito|demais} o peito
        {meu peito|o peito|peito está} … {doendo|dói|a doer} … {muito|agora|demais|ajuda}
        {aperto|pressão} … peito … {agora|neste momento}
        não {consigo|consegue|estou conseguindo|estou a conseguir} respirar
        {estou|está} {sufocando|a sufocar|sem ar|com falta de ar}
        falta de ar … {agora|neste momento}
        {tendo|a ter|sofrendo} um {infarto|enfarte|avc|derrame|ataque cardíaco|ataque do coração}
        {acho|creio|parece} … {infarto|enfarte|avc|derrame}
        será {um|que é um} {infarto|enfarte|avc|derrame}
        {boca|cara|rosto} … {torta|torto|caído|caída|paralisad*}
        não {consigo|consegue} … {mexer|falar|levantar o braço}
        não sinto {o braço|meu braço|a mão|o rosto}
        braço … dormente … {agora|esquerdo|de repente}
        está {inconsciente|desmaiad*}
        {não respira|não está respirando|não está a respirar}
        {acabou|acaba} de {desmaiar|cair|desmaiou}
        {estou|está} … {tossindo|vomitando|cuspindo|tossir|vomitar|cuspir} sangue
        não {para|pára} de sangrar
        vou desmaiar
        {estou morrendo|estou a morrer|acho que vou morrer|acho que estou morrendo}
        {devo|deveria|tenho que} … {192|112|samu|ambulância|urgência|urgências}
        preciso de uma ambulância
        - {não|sem|tive|tinha|nunca|nenhuma} … {dor|dores} … peito … {agora|neste momento}
        - {agora|neste momento} … {não|sem|nenhuma} … {dor|dores|dói} … peito
        - {dor|dores} … peito … agora … {bem|melhor|passou}
        - não {conseguia|consegui} respirar
        """,
}


def entries(lines):
    """Each entry, and whether it is harmless."""
    found = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        is_harmless = line.startswith("- ")
        parts = line.removeprefix("- ").replace("{", "}").split("}")
        ways = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
        for way in product(*ways):
            found.setdefault(" ".join("".join(way).split()), is_harmless)
    return found


def write_down(apps, schema_editor):
    DangerPhrase = apps.get_model("comments", "DangerPhrase")
    rows = [
        DangerPhrase(phrase=phrase, language=language, is_harmless=is_harmless)
        for language, lines in PHRASES.items()
        for phrase, is_harmless in entries(lines).items()
    ]
    # What an admin has noted meanwhile stays; so does what two languages have in common.
    DangerPhrase.objects.using(schema_editor.connection.alias).bulk_create(
        rows, ignore_conflicts=True
    )


def leave_them(apps, schema_editor):
    """Admins may have changed them."""


class Migration(migrations.Migration):
    dependencies = [("comments", "0020_watching")]
    operations = [migrations.RunPython(write_down, leave_them)]
