command-help = help
    .about = What I can do here
command-today = today
    .about = What is open for you
command-support = support
    .about = Helplines, a counsellor, and what to do when afraid
    .takes = country
    .takes-about = Where you are, if your time zone doesn’t tell

help-intro = Here is what I can do for you:
help-entry = /{ $name }: { $about }
help-start = Begin with /start. Nothing is kept before you say yes.
help-pair = Most of it is for two: /pair invites your partner.
help-both = I’m a program and can’t call anyone. If you are in danger, call your local emergency number.
help-more = And by theme:
help-theme-checkins = Check-ins
help-theme-exercises = Exercises
help-theme-promises = Promises
help-theme-together = Together
help-theme-yourself = For yourself
help-theme-settings = Settings
help-theme-help = Help
help-theme = **{ $theme }**
today-nothing = Nothing is waiting for you. Have a good day.
today-some =
    { $count ->
        [one] One thing is open for you:
       *[other] { $count } things are open for you:
    }

command-cancel = cancel
    .about = Drop the question I am asking

# Help by country. The lines themselves lie in content/help.
support-danger = **I’m a program and can’t call anyone.** If you are in danger, call your local emergency number, or go where there are people. I tell nobody that you opened this.
support-country = **{ $country }**
support-guessed = **{ $country }**, going by your time zone
support-none = For **{ $country }** I have no line that I could verify, so I name none. What serves everywhere:
support-unguessed = Your time zone doesn’t tell me where you are. Choose a country, or write /support and its name. What serves everywhere:
support-unknown = I know no country called “{ $typed }”. Choose one, or write its name again. What serves everywhere:
support-near = I’m not sure which country “{ $typed }” is. Choose one, please. What serves everywhere:
support-everywhere = Wherever you are: your local emergency number, and these lists of helplines by country:
support-check = “Check it” means that what I read is older than six months. Numbers change: look at the service’s own page first if you have the time.
support-emergency-all = Emergency services
support-emergency-police = Police
support-emergency-rescue = Fire and ambulance
support-line = **{ $name }**: { $ways }
support-line-kind = **{ $name }** ({ $kind }): { $ways }
support-line-web = **{ $name }**: { $link }
support-kind-abuse = violence, abuse
support-kind-crisis = crisis, suicidal thoughts
support-kind-directory = list of helplines
support-sms = text { $to }
support-sms-word = text { $word } to { $to }
support-whatsapp = WhatsApp { $number }
support-always = day and night
support-free = free
support-women = for women
support-languages = in { $languages }
support-web = { $link }
support-facts = { $facts }
support-source = ({ $title }, { $month })
support-source-check = ({ $title }, { $month }; check it)
support-another = Another country
support-which = Which country? Choose a part of the world, or write the country’s name (with /support before it if this isn’t our own chat).
support-region = Choose a country:
support-region-africa = Africa
support-region-americas = The Americas
support-region-asia-pacific = Asia and the Pacific
support-region-europe = Europe
support-back = Back to the lines

support-page-counsellor-one = A counsellor for one
support-page-counsellor-two = A counsellor for two
support-page-afraid = When I am afraid
support-page-no-tracking = Why Troth offers no tracking

support-text-counsellor-one =
    { "" }**A counsellor for one**

    Worth it when something has weighed on you for weeks; when sleep, work or eating suffer; when an old hurt keeps answering for you; when the same quarrel lives on inside you; or when you would like to think aloud with somebody who isn’t part of it. It need not be bad enough. With thoughts of not wanting to live, don’t wait for an appointment: call a crisis line or the emergency number today.

    { "" }**Where to look**: your doctor or health centre; the public register of psychologists or psychotherapists of your country or region (it tells who is licensed); your insurer’s list; a help programme at work or at the university.

    { "" }**If money is short**: public services, training clinics of universities, charities and places of advice, and counsellors who set the price by income. Asking is normal.

    { "" }**What to ask in a first talk**
    • What is your training, and where are you registered?
    • How do you work with what I bring, and how would we notice that it helps?
    • How often, for how long, what does it cost, and what if I have to miss one?
    • What stays between us, and what could you not keep to yourself?

    Then ask yourself: could I say something difficult here? If not, try another; that is no failure. Nobody can promise you a result, and whoever does is one to be careful with.

support-text-counsellor-two =
    { "" }**A counsellor for two**

    Worth it when you both want it and talks go round in circles; when trust was broken and you get stuck; when a decision about living together, children or parting is too big for the kitchen table. Early is easier than late, and going once binds you to nothing.

    { "" }**When it is not the thing**: where one is afraid of the other, or somebody is hit, hurt, forced, threatened or controlled. Talking about it side by side can make that more dangerous. Then each alone: somebody for yourself, or an abuse line. The National Domestic Violence Hotline in the US says the same, and why: { $link } (August 2014).

    { "" }**Where to look**: the register of psychologists or therapists of your country or region, filtered by couples or family; family advice centres, public or charitable, often cheap or free; training clinics of universities.

    { "" }**What to ask in a first talk**
    • What is your training for couples, not only for single people?
    • Do you also see each of us alone, and what do you do with what one tells you there?
    • Do you ask each of us alone whether there is fear at home? It is a good sign.
    • How do you work when one of us is unsure about staying?
    • How often, for how long, and at what price?

    A good counsellor takes no side and decides nothing for you. Nobody can promise that you stay together, or that you should.

support-text-afraid =
    { "" }**When I am afraid**

    If you are hit, hurt, forced, threatened or followed, or afraid to disagree, it isn’t your fault, and it isn’t something for the two of you to repair by talking. Exercises for couples are not the thing for that, and neither am I.

    { "" }**In danger now**: call your local emergency number, or go where there are people.

    { "" }**Otherwise**: an abuse line listens and helps you plan. You need not have decided anything.

    { "" }**A plan**: who you could go to by day and by night; a word that tells a friend to get help; papers, keys, money and medicine where you can take them along; what the children know. Parting can be the most dangerous time, so plan it with somebody who knows this work, not alone.

    { "" }**The phone**: if somebody else may look into it, ask for help from another one, such as a friend’s or one at a library. A free call that is on no bill still stands in the list of calls. In Telegram you can delete this chat; in Discord, messages only you can see can be dismissed, my direct messages can’t be deleted by you, and closing the chat only hides it. If much changes at once it may be noticed: think first which is safer for you.

    What is said here about devices follows the Safety Net project of NNEDV, a US network of shelters: { $link }

support-text-no-tracking =
    { "" }**Why Troth offers no tracking**

    After trust was broken it can feel as if only knowing would calm: where, with whom, what stands in the phone. I offer none of that: no locations, no shared passwords, no proof, nobody watched. Not as a punishment of the wish, which is human, but because

    • what is checked isn’t trusted. The calm lasts until the next check, and there is always a next one;
    • the one who is checked learns to pass checks, not to be open of their own accord;
    • it stays after the reason is gone, and where there is control or fear, it is a tool for it. A study of Australia’s eSafety Commissioner, reported in June 2025, found location sharing between partners linked with a higher risk of controlling behaviour: { $link }

    What can help instead: ask for something that would reassure you, for a limited time, and let the other choose what they can offer gladly. Promises small enough to be kept. Questions asked and answered when both are ready, with a counsellor if you like. And time: reassurance may be needed again, and that is no step back.

    If somebody demands to see your phone or to know where you are, and you are afraid to say no: “When I am afraid” is for you.

today-more =
    { $count ->
        [one] One more thing waits; it comes to the front when these are done.
       *[other] { $count } more things wait; they come to the front when these are done.
    }
