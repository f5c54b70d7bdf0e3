"""Sentences of authors in danger, and harmless sentences that resemble them.

All are invented for these tests.
"""

DANGEROUS = {
    "en": """
        I want to kill myself.
        honestly i just wanna die
        Some days I think everybody would be better off without me
        I can't go on anymore, I'm going to end it all tonight
        im feeling suicidal and don't know who to tell
        I've been thinking about suicide since the operation failed
        I do not want to live with this heart any longer
        There is no reason to live like this
        I wish I was dead
        Going to take my own life, sorry everyone
        I am so tired of living
        I took a whole bottle of sleeping tablets, I took all the pills at once
        My husband says he will kill himself if the surgery is put off again
        I'm scared I might hurt myself tonight
        having sucidal thoughts again
        I don't want to wake up tomorrow
        ki11ing myself seems the only way
        I W4NT TO DIE
        I have chest pain right now and it goes into my jaw
        Right now I have a terrible pressing chest pain, what should I do?
        I am having severe chest pain
        I'm having bad chest pains as I type this
        my chest hurts so bad and I am sweating
        chest pain for the last hour and it won't go away
        I've got chest pain now and feel sick
        I think I'm having a heart attack
        could this be a heart attack? my arm aches and I feel ill
        I can't breathe
        please help I cant breath
        my dad can't breathe and his lips are blue
        She is not breathing what do I do
        I cannot get any air
        My wife's face is drooping on one side
        one side of his mouth has dropped and he is slurring
        I think my mother is having a stroke
        I can't move my left arm and I can't feel my face
        he is unconscious on the floor
        my husband just collapsed
        I am coughing up bright red blood
        The bleeding from my wound won't stop, I'm on warfarin
        I feel like I'm dying
        I think I'm about to pass out
        Should I call 911?
        should I go to the ER for this or wait until Monday
        my throat is closing after the new tablets
        I have crushing chest pain and my left arm is numb
        """,
    "de": """
        Ich will nicht mehr leben.
        ich möchte einfach nur noch sterben
        Ich werde mich heute Abend umbringen
        ich bring mich um
        Ich denke ständig an Selbstmord
        Habe seit Wochen Suizidgedanken
        Ohne mich wären alle besser dran, am liebsten wäre ich tot: ich wäre am liebsten tot
        Ich sehe keinen Ausweg mehr
        Mein Mann will sich das Leben nehmen
        Ich habe gerade starke Brustschmerzen
        Jetzt habe ich wieder so schlimme Schmerzen in der Brust
        Brustschmerzen seit heute Morgen, was soll ich tun?
        ich bekomme keine Luft mehr
        Ich kriege kaum Luft, bitte helft mir
        Kann gerade nicht atmen
        Ich glaube, ich habe einen Herzinfarkt
        Könnte das ein Schlaganfall sein?
        Ihr Mundwinkel hängt und sie spricht komisch
        Mein Vater ist bewusstlos
        Meine Frau ist gerade zusammengebrochen
        Ich huste Blut
        Soll ich den Notarzt rufen?
        mein arm wird plötzlich ganz taub
        Es hört nicht auf zu bluten
        """,
    "fr": """
        Je veux mourir
        j'ai envie de mourir
        je n'ai plus envie de vivre depuis l'opération
        Je vais me tuer ce soir
        je pense au suicide tous les jours
        Je voudrais être morte
        j'ai des idées suicidaires
        je veux mettre fin à mes jours
        mon mari veut se suicider
        J'ai une forte douleur dans la poitrine en ce moment
        En ce moment j'ai très mal à la poitrine et dans le bras
        douleur thoracique depuis ce matin
        J'ai très mal à la poitrine
        je n'arrive plus à respirer
        Je ne peux plus respirer aidez-moi
        j'étouffe
        Je crois que je fais une crise cardiaque
        Est-ce un infarctus ?
        Sa bouche est de travers et il n'arrive plus à parler
        Mon père ne respire plus
        ma femme vient de perdre connaissance
        je crache du sang
        Dois-je appeler le 15 ?
        je crois que je vais mourir
        """,
    "es": """
        Quiero morir
        me quiero morir
        No quiero seguir viviendo así
        voy a suicidarme
        Pienso en el suicidio todos los días
        ya no tengo ganas de vivir
        mi vida ya no tiene sentido
        Tengo pensamientos suicidas
        mi hermano se quiere matar
        Tengo un dolor muy fuerte en el pecho ahora mismo
        Ahora mismo me duele mucho el pecho
        dolor en el pecho desde esta mañana
        no puedo respirar
        Mi madre no puede respirar
        me falta mucho el aire ahora
        Creo que me está dando un infarto
        ¿Puede ser un ictus?
        Tiene la boca torcida y no puede hablar
        mi padre está inconsciente
        acaba de desmayarse mi marido
        estoy tosiendo sangre
        Creo que me muero
        ¿Debería llamar al 112?
        la herida no para de sangrar
        """,
    "it": """
        Voglio morire
        vorrei farla finita
        non voglio più vivere
        Penso al suicidio ogni giorno
        mi ammazzo
        Non ho più voglia di vivere così
        ho pensieri suicidi
        mio fratello vuole uccidersi
        Ho un forte dolore al petto adesso
        In questo momento ho dolori al petto
        dolore al petto da stamattina
        Mi fa molto male il petto
        non riesco a respirare
        Mia madre non riesce a respirare
        Credo di avere un infarto
        sto avendo un infarto
        Potrebbe essere un ictus?
        ha la bocca storta e non riesce a parlare
        mio padre è incosciente
        è appena svenuta
        Tosso sangue
        credo di morire
        devo chiamare il 118?
        """,
    "nl": """
        Ik wil dood
        ik wil niet meer leven
        Ik denk aan zelfmoord
        ik heb suïcidale gedachten
        Ik ga mezelf van kant maken
        ik wil een einde aan mijn leven maken
        was ik maar dood
        mijn man wil zelfmoord plegen
        Ik heb nu erge pijn op de borst
        pijn op mijn borst op dit moment
        Pijn op de borst sinds vanmorgen
        ik krijg geen lucht
        Ik kan niet meer ademen
        ik krijg bijna geen adem, help
        Ik denk dat ik een hartaanval heb
        is dit een beroerte?
        Zijn mond hangt scheef
        Ik kan mijn arm niet meer bewegen
        mijn vader is bewusteloos
        mijn vrouw is net flauwgevallen
        Ik hoest bloed
        Moet ik 112 bellen?
        de bloeding stopt niet
        """,
    "pl": """
        Chcę umrzeć
        chce sie zabic
        Nie chcę już żyć
        myślę o samobójstwie
        Mam myśli samobójcze
        nie mam siły żyć
        moje życie nie ma sensu
        Mąż grozi, że się zabije
        Mam teraz silny ból w klatce piersiowej
        W tej chwili bardzo boli mnie klatka piersiowa
        ból w klatce piersiowej od rana
        nie mogę oddychać
        Mama nie może złapać oddechu
        duszę się
        Chyba mam zawał
        Czy to udar?
        opadł mu kącik ust
        Tata jest nieprzytomny
        Mąż właśnie stracił przytomność
        pluję krwią
        on nie oddycha
        Czy wezwać karetkę?
        Drętwieje mi lewa ręka
        """,
    "pt": """
        Quero morrer
        quero me matar
        Não quero mais viver
        penso em suicídio todos os dias
        Tenho pensamentos suicidas
        vou acabar com a minha vida
        não tenho vontade de viver
        meu marido quer se matar
        Estou com dor forte no peito agora
        Neste momento tenho dores no peito
        dor no peito desde hoje de manhã
        Não consigo respirar
        minha mãe não consegue respirar
        estou com falta de ar agora
        Acho que estou tendo um infarto
        Será um AVC?
        ele está com a boca torta
        não consigo mexer o braço
        Meu pai está inconsciente
        ela acabou de desmaiar
        estou tossindo sangue
        acho que vou morrer
        Devo ligar para o 112?
        não para de sangrar
        """,
}

HARMLESS = {
    "en": """
        I had chest pain last year before my valve was replaced.
        Before the surgery I used to have chest pain when I climbed the stairs.
        In 2015 I woke up with crushing chest pain and was taken to hospital.
        The chest pain went away after the stent.
        I have had no chest pain since the operation.
        I no longer have chest pain, and I walk every day.
        My chest pain turned out to be acid reflux.
        I was having chest pain for months before anybody listened.
        I never had chest pain, only tiredness.
        I had chest pain but now I am fine.
        No chest pain right now, thank God.
        I do not have chest pain at the moment.
        The chest pain I had after surgery lasted about six weeks.
        My father had chest pain for years and nobody took it seriously.
        I went to the ER with chest pain in March and they found the leak.
        The doctor asked me whether I had chest pain.
        Chest pain is one of the symptoms the article mentions.
        I am not suicidal, just tired.
        I was depressed after the surgery but I was never suicidal.
        I don't want to die, that is why I had the operation.
        I thought I was going to die that night in 2009.
        Ten years ago I wanted to die; today I am glad that I am here.
        My brother committed suicide in 1999.
        I couldn't breathe lying down before they drained the fluid.
        I could not breathe when I woke up from the anaesthetic.
        It was hard to breathe for the first two weeks.
        I can't breathe through my nose because of the septum.
        I was short of breath on every hill.
        Two flights of stairs left me gasping.
        My grandmother had a stroke after her bypass and recovered well.
        I had a heart attack in 2018 and have been careful since.
        After my heart attack I changed what I eat.
        I am afraid of having a stroke because of the atrial fibrillation.
        The risk of having a heart attack is lower with the new tablets.
        They say to call 911 if you have chest pain.
        If you have chest pain, call your emergency number.
        My husband's face was drooping when I found him; he is well again.
        I lost feeling in my left hand for a few days after the cannula.
        I fainted twice in the year before the diagnosis.
        My mum collapsed at the supermarket last summer.
        He collapsed at work in 2012 and got a pacemaker.
        I bled a lot after the catheter, but it stopped within an hour.
        I coughed up some blood when I had pneumonia.
        My lips used to turn blue as a child.
        I take all my pills in the morning with food.
        I took all my pills this morning as usual.
        The pain in my chest after the sternotomy was gone after two months.
        I had a sharp pain in my chest wall, which was muscular.
        The pain in my breastbone comes and goes when the weather changes.
        My back hurts when I sit for a long time.
        My knee hurts so much that I cannot run any more.
        I get a headache from the nitrates.
        My legs were so swollen that I couldn't wear shoes.
        The scar itches and sometimes burns.
        My ribs hurt when I sneeze.
        I hurt myself in the gym when I lifted too early.
        I'm dying to know how the others are doing.
        That joke killed me.
        This diet is killing me, but my cholesterol is down.
        The waiting nearly killed me.
        I would kill for a good coffee after six weeks without.
        My cardiologist says I can live to be ninety.
        I want to live and see my grandchildren grow up.
        I do want to live, and I am grateful for each day.
        There is every reason to live well with a mechanical valve.
        Life is worth living again.
        The clicking of the valve drove me mad at first.
        My palpitations were worst at night.
        My heart was racing after coffee, so I stopped drinking it.
        I had palpitations and an ablation, and now it is quiet.
        My INR was too high last week and I bruised easily.
        The cough from the ACE inhibitor stopped when they changed the drug.
        I felt dizzy when I stood up too fast.
        I was exhausted for three months.
        I was scared to death before the operation, and it was fine.
        The night before, I thought I would die of fear.
        I had a panic attack and believed it was my heart.
        It felt like an elephant on my chest when it happened, back in 2016.
        Looking back, the tightness in my chest was the first sign.
        I ignored the pain in my left arm for weeks; don't do that.
        He had pain in his jaw, and it was angina.
        My angina is stable and I know my limits.
        They did an ECG because of the chest pain, and it was normal.
        My chest was sore where the tubes had been.
        After the drain was out the pain got better at once.
        I was given morphine for the pain after surgery.
        The pain after the mini-thoracotomy was worse than I had been told.
        The pain lasted for a week and then it was gone.
        I needed oxygen for two nights.
        My breathing got better within days of the repair.
        I can breathe freely again.
        I can hardly believe how well I feel.
        Now I can breathe and walk and even swim.
        At the moment I have no pain at all.
        Right now I feel better than in years.
        I have no pain now.
        No more chest pain now that the valve is repaired.
        I am having my surgery next week and feel calm.
        I am having an echo every six months.
        She is having a bypass on Monday.
        Is anybody else having trouble sleeping after surgery?
        Has anyone had chest pain months after a stent?
        What did your chest pain feel like before the diagnosis?
        Did you have chest pain with your leaking valve?
        How long did the chest pain last for you?
        Mitral regurgitation gave me no symptoms for fifteen years.
        My murmur was found when I was five kilometres into a marathon, 5 kms to be exact.
        The doctor said shoot for thirty minutes of walking a day.
        I shot myself in the foot by skipping rehab, I know.
        I lost my father to heart failure in 2003.
        My dad died of a heart attack at 52, which is why I read this.
        My mother passed away in her sleep last winter.
        I am on warfarin and had a nosebleed that took an hour to stop.
        When the drain was removed I couldn't breathe for a second.
        The seizure was years ago and never came back.
        My vision went dark for a moment, they called it a TIA.
        The TIA was in May; since then I take a blood thinner.
        They thought I was having a stroke, but it was a migraine.
        I thought I was having a heart attack, but it was a pulled muscle.
        My speech was slurred for an hour in 2019.
        It hurts a little where the pacemaker sits.
        A dull ache in the chest for a day, years ago, was all I ever noticed.
        """,
    "de": """
        Letztes Jahr hatte ich Brustschmerzen, die nach dem Stent verschwanden.
        Seit der Operation habe ich keine Brustschmerzen mehr.
        Ich hatte jahrelang Schmerzen in der Brust, jetzt ist alles gut.
        Vor der OP bekam ich beim Treppensteigen keine Luft.
        Ich hatte 2014 einen Herzinfarkt und lebe heute gut damit.
        Nach meinem Herzinfarkt nehme ich jetzt Betablocker.
        Mein Vater starb an einem Schlaganfall.
        Meine Mutter ist im Sommer zusammengebrochen und hat nun einen Schrittmacher.
        Ich bin nicht suizidal, nur müde.
        Ich will nicht sterben, darum habe ich mich operieren lassen.
        Damals dachte ich, ich müsste sterben.
        Die Narbe tut manchmal weh, wenn das Wetter umschlägt.
        Gerade habe ich keine Beschwerden.
        Im Moment habe ich keine Brustschmerzen und gehe jeden Tag spazieren.
        Ich hatte Angst, aus der Narkose nicht mehr aufzuwachen.
        Bei mir wurde das Leck zufällig gefunden.
        Atemnot hatte ich nur vor der Operation, jetzt ist sie weg.
        Das Warten hat mich fast umgebracht.
        Ich freue mich wieder auf das Leben.
        """,
    "fr": """
        L'année dernière j'ai eu des douleurs dans la poitrine.
        Je n'ai plus de douleur à la poitrine depuis l'opération.
        Avant l'opération j'avais mal à la poitrine en montant.
        En ce moment je n'ai pas de douleur dans la poitrine.
        J'ai fait un infarctus en 2012 et je vais bien.
        Mon père a fait un AVC il y a dix ans.
        J'avais du mal à respirer la nuit.
        Je ne veux pas mourir, j'ai trois enfants.
        J'ai eu peur de mourir pendant l'anesthésie.
        Ma cicatrice me fait mal quand il pleut.
        Je respire mieux maintenant.
        Aujourd'hui j'ai envie de vivre et de voyager.
        """,
    "es": """
        El año pasado tuve dolor en el pecho y era la válvula.
        Desde la operación no tengo dolor en el pecho.
        Antes me dolía el pecho al subir escaleras, ahora estoy bien.
        Ahora no me duele el pecho y camino todos los días.
        Tuve un infarto en 2010 y sigo aquí.
        Mi padre murió de un infarto.
        No podía respirar por la noche antes de la cirugía.
        No quiero morir, quiero ver crecer a mis nietos.
        Pensé que me moría aquella noche.
        Me duele la espalda cuando estoy mucho tiempo sentado.
        Ahora puedo respirar mucho mejor.
        Tengo ganas de vivir y de viajar.
        """,
    "it": """
        L'anno scorso ho avuto dolore al petto.
        Dopo l'intervento non ho più dolore al petto.
        Prima avevo male al petto sulle scale, adesso sto bene.
        Ho avuto un infarto nel 2011.
        Mia nonna ha avuto un ictus e si è ripresa.
        Non riuscivo a respirare la notte.
        Non voglio morire, ho ancora tante cose da fare.
        Credevo di morire quella notte.
        Mi fa male la schiena se sto seduto.
        Adesso respiro molto meglio.
        """,
    "nl": """
        Vorig jaar had ik pijn op de borst.
        Sinds de operatie heb ik geen pijn op de borst meer.
        Ik had pijn op de borst, maar nu gaat het goed.
        In 2013 heb ik een hartaanval gehad.
        Mijn opa had een beroerte en is hersteld.
        Voor de operatie kreeg ik op de trap geen lucht.
        Ik wil niet dood, ik wil mijn kleinkinderen zien.
        Ik dacht toen dat ik doodging.
        Nu kan ik weer goed ademen.
        """,
    "pl": """
        W zeszłym roku miałem ból w klatce piersiowej.
        Po operacji nie mam już bólu w klatce piersiowej.
        Miałam zawał w 2015 roku i żyję normalnie.
        Mój ojciec miał udar dziesięć lat temu.
        Nie mogłam oddychać przed operacją.
        Nie chcę umrzeć, mam dla kogo żyć.
        Teraz czuję się dobrze i dużo chodzę.
        Boli mnie kolano, kiedy schodzę po schodach.
        Wtedy myślałam, że umrę.
        """,
    "pt": """
        No ano passado tive dor no peito.
        Depois da cirurgia não tenho mais dor no peito.
        Tive um infarto em 2014 e estou bem.
        Meu avô teve um AVC e se recuperou.
        Não conseguia respirar à noite antes da operação.
        Não quero morrer, quero ver meus netos.
        Achei que ia morrer naquela noite.
        Agora respiro muito melhor.
        Minhas costas doem quando fico muito tempo sentado.
        """,
}


def sentences(kind: dict[str, str]) -> list[tuple[str, str]]:
    """Pairs of language and sentence."""
    return [(language, line.strip()) for language, lines in kind.items() for line in lines.splitlines() if line.strip()]
