"""Words beside phone numbers, units that speak against them, and numbers that are everybody's."""

import re

from comments.personal_info.word_sets import build_word_set

# Words that say outright that a phone number stands here, and words that may.
SAYS_PHONE = re.compile(
    r"(?<![a-z])(?:tel(?:efon\w{0,8}|efoon\w{0,8}|ephone|eph|efono|efone|f)?|tlf\w{0,4}|tfno"
    r"|phone|phoned|fone|mob|mobile|mobiel\w{0,8}|mobil|mobilnummer\w{0,3}"
    r"|mobiltelefon|cell|cellphone|cellulare|celular|cel|handy|handynummer|handynr|natel"
    r"|landline|festnetz\w{0,8}|fixe|portable|gsm"
    r"|movil|numero|numer|rufnummer|nummer|nr|whats ?app|whatsap|wattsapp|watsapp|wa|sms|viber"
    r"|telegram|signal|komorka|komorkowy|telefonnumer\w{0,3}|kom|ring mig|ring meg"
    r"|puhelin\w{0,8}|puh|numeroni|fax|hotline|call me|ring me|text me|phone me|reach me"
    r"|message me|msg me|contact me|give me a (?:call|ring|bell|buzz)"
    r"|ruf(?:t|en sie)? mich|anrufen|appelez\W{0,2}moi|appelle\W{0,2}moi|joindre|llam\w{1,6}"
    r"|escrib\w{1,6}|wasap|guasap|chiamatemi|chiamami|bel me|bel mij|bellen|app me"
    r"|zadzwon\w{0,4}|dzwon\w{0,4}|my number|my no|my num|my nbr|ph|cal me|call us|call my|ring us"
    r"|telemovel|ligue|soitta\w{0,4}|soita|contactnummer|dial|kontakt|contatt\w{2,5})(?![a-z])"
)
MAY_MEAN_PHONE = re.compile(
    r"(?<![a-z])(?:number|nos?|num|call|calls|calling|ring|text|texting|contact|reach|message"
    r"|dial|details|on|at|under|unter|au|al|op|pa|pod)(?![a-z])"
)
# What is measured or paid is no phone number.
UNIT = re.compile(
    r"[ \t]{0,2}(?:%|\u20ac|\$|\u00a3|[mck]?m(?:\d|\b)|mm ?hg|m[cg]g?\b|ug\b|g\b|kg\b"
    r"|[mdc]?l\b|lbs?\b|bpm\b|kcal|cal(?:ories)?\b|k?j\b|steps|pas\b"
    r"|schritte|stappen|pasos|passi|krok|steg\b|skridt|skritt|eur|usd|gbp|chf|kr\b|zl\b|sek"
    r"|nok|dkk|rs\b|rupees|rand|dollars|pounds|euros?|pln|hours?|hrs|h\b|min|days?|weeks?"
    r"|months?"
    r"|years?|jahre|tage|wochen|ans\b|jours|anos|dias|patients?|patienten|people|personen"
    r"|cells|units|iu\b|pg\b|ng\b|mmol|mol\b|ms\b|watts?|w\b|x\b|/(?:min|h\b|d\b|l\b|day|tag"
    r"|s\b|kg|dl|nl|ul|ml|m2))"
)
MONEY = re.compile(r"(?:[$\u20ac\u00a3#]|usd|eur|chf|rs|kr|nct|no of)\s?$")
# Lines for everybody: emergencies, help lines, numbers that cost nothing or more than others.
FOR_EVERYBODY = re.compile(
    r"(?:116\d{3}|13\d{4}|1[38]00\d{6}|0?1?8(?:00|88|77|66|55|44|33|22)\d{7}"
    r"|(?:00)?(?:4[134679]|3[1234]|353|61|64|27)?0?80[08]\d{4,8}"
    r"|0(?:300|303|330|333|343|344|345|370|371|845|870|871)\d{7}|01?80[1-9]?\d{4,8}"
    r"|0900\d{4,7}|18[59]0\d{6}|1177|0900\d+)"
)
CALLING_CODE = re.compile(
    r"1[2-9]|7[3-9]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|3[578]\d|2[1-6]\d"
    r"|42\d|59\d|67\d|85\d|88\d|9[679]\d"
)
# Digits in words: "oh seven seven …", seven or more of them.
SPOKEN = re.compile(
    r"(?<![a-z])(?:zero|oh|nought|null|plus|cero|seis|siete|nueve|sechs|sieben|neun|zwei|eins"
    r"|vier|drei|funf|acht|two|three|four|five|six|seven|eight|nine|one|double|triple)"
    r"(?:[ ,.-]{1,3}(?:zero|oh|o|nought|null|plus|one|two|three|four|five|six|seven|eight|nine"
    r"|double|triple"
    r"|eins|zwei|zwo|drei|vier|funf|sechs|sieben|acht|neun|cero|uno|dos|tres|cuatro|cinco|seis"
    r"|siete|ocho|nueve|\d{1,4})(?![a-z])){7,17}"
)
FIGURES_SPOKEN = build_word_set("""
    zero oh nought null one two three four five six seven eight nine double triple eins
    zwei zwo drei vier funf sechs sieben acht neun cero uno dos tres cuatro cinco seis
    siete ocho nueve
""")
# In what groups people write the digits.
SHAPES = frozenset(
    shape.strip()
    for line in """
    7 | 8 | 9 | 10 | 11 | 12 | 1 7 | 2 6 | 2 7 | 3 4 | 3 5 | 3 6 | 3 7 | 4 3 | 4 4
    4 5 | 4 6 | 5 3 | 5 4 | 5 5 | 5 6 | 6 3 | 1 4 4 | 2 2 3 | 2 3 3 | 2 4 4 | 3 2 2
    3 2 3 | 3 3 3 | 3 3 4 | 3 4 3 | 3 4 4 | 4 3 2 | 4 3 3
    4 4 3 | 1 3 3 2 | 2 2 2 2 | 2 3 2 2 | 3 2 2 2 | 3 3 2 2 | 3 3 3 1 | 4 2 2 2 | 1 2 2 2 2
    """.splitlines()
    for shape in line.split("|")
    if shape.strip()
)
