# The commands that begin a practice.

command-listen = listen
    .about = One speaks, one listens; then you swap
command-need = need
    .about = Turn a need into a clear request
    .takes = need
    .takes-about = What you need, in a few words
command-guess = guess
    .about = Guess what the other will say, beside what they say
command-window = window
    .about = Share something of your own accord
    .takes = something
    .takes-about = What you would like to share
command-own = own
    .about = Own a mistake, without excuses
    .takes = mistake
    .takes-about = What you did, in a few words
command-thanks = thanks
    .about = A small thank-you
    .takes = thanks
    .takes-about = For what: the coffee this morning
command-goodnews = goodnews
    .about = Good news, to be cheered on
    .takes = news
    .takes-about = What is good
command-timeout = timeout
    .about = A time-out that books its own return
command-doubt = doubt
    .about = Look at a doubt, for yourself
    .takes = doubt
    .takes-about = What you noticed
command-stock = stock
    .about = Take stock, for yourself
command-foundations = foundations
    .about = Seven weeks on what trust is made of
command-practices = practices
    .about = Everything there is to do, by theme

practice-missing = That one isn’t here at the moment. /practices shows what is.

# Everything there is.

practices-checkins = **Check-ins**
practices-exercises = **Exercises for two**
practices-yourself = **For yourself**
practices-journeys = **Journeys of weeks**
practices-tab-checkins = Check-ins
practices-tab-exercises = Exercises
practices-tab-yourself = For yourself
practices-tab-journeys = Journeys
practices-entry = **{ $title }**: { $about }
practices-entry-command = **{ $title }** ({ $command }): { $about }
practices-alone = Alone: { $title }
practices-pair = There is more for two: /pair invites your partner.
practices-before = Before
practices-more = More
practices-under-way = Under way
practices-nothing = Nothing is under way for you just now.
practices-some =
    { $count ->
        [one] One thing is under way for you:
       *[other] { $count } things are under way for you:
    }
