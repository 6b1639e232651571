# A person's own limits. Acknowledging one means "seen", never "allowed".

command-boundary = boundary
    .about = Put one of your own limits into words
    .takes = boundary
    .takes-about = In your own words
command-boundaries = boundaries
    .about = Your boundaries and your partner’s

boundary-kind-time = Time apart
boundary-kind-comfort = Comfort
boundary-kind-outside = What outsiders may be told
boundary-kind-devices = Devices
boundary-kind-family = Family
boundary-kind-money = Money
boundary-kind-other = Something else
boundary-item = { $kind }: { $words }

boundary-write = A boundary is about you: what you need, or what you will do. It holds from the moment you save it; nobody has to allow it.
boundary-write-shared = { $name } is told, and can read it.
boundary-write-alone = For now only you can read it.
boundary-kind = What is it about?
boundary-words = Your boundary, in your own words
boundary-hint = For example: I need an evening a week to myself.
boundary-which = What is this about? It holds once you choose; nobody has to allow it.
boundary-edit = Reword it
boundary-discard = Don’t keep it
boundary-discarded = It’s gone. /boundary begins a new one whenever you like.
boundary-long = That has { $count } characters, and a boundary has room for { $limit }. A short one is easier to keep in mind: try /boundary again with fewer words.
boundary-many = You have { $limit } boundaries in force, which is as many as I can keep. Change or withdraw one in /boundaries, then there’s room.
boundary-moved-on = That has changed in the meantime, so I’ve left it alone. /boundaries shows how things stand.

boundary-saved = Saved. It is in force.
boundary-saved-shared = Saved. It is in force, and I’m telling { $name }.
boundary-same = That is how it stood already. Nothing was changed.
boundary-since = In force since { $day }.
boundary-changed-on = In these words since { $day }.
boundary-private = Only you can read this one.
boundary-seen-on = { $name } has seen it ({ $day }).
boundary-show-to = Show it to { $name }
boundary-shared = I’m telling { $name }.
boundary-change = Change
boundary-changing = Change your boundary. The new words hold once you save them.
boundary-withdraw = Withdraw
boundary-withdraw-sure = Withdraw this boundary? It will no longer hold, and it leaves the lists.
boundary-withdraw-yes = Withdraw it
boundary-withdraw-no = Keep it
boundary-withdrawn = Withdrawn. It no longer holds.
boundary-versions = Earlier versions
boundary-versions-of = How this boundary read, newest first. Only you see this.
boundary-version = { $day }: { $item }
boundary-one = Open this boundary
boundary-all = All boundaries
boundary-new = Write a new one

boundary-told = { $name } has put a boundary into words.
boundary-told-changed = { $name } has changed a boundary ({ $day }).
boundary-told-withdrawn = { $name } has withdrawn a boundary ({ $day }).
boundary-told-outdated = This boundary has changed since. /boundaries has the newer words.
boundary-told-gone = This boundary no longer holds.
boundary-show = Show
boundary-theirs = { $name } says about themselves:
boundary-seen = Seen
boundary-seen-means = “Seen” tells them you’ve read it, no more. Their boundary holds either way.
boundary-seen-thanks = I’ll tell { $name } you’ve seen it.
boundary-seen-by = { $name } has seen your boundary ({ $day }).

boundary-ask = Ask about it
boundary-ask-intro = Ask so as to understand. { $name } can answer, or leave it.
boundary-ask-label = Your question
boundary-send = Send
boundary-asked = Sent. { $name } can answer now, later or not at all.
boundary-asked-already = Your last question about this one is with them. A new one can go out when it’s answered, or a week after it was sent.
boundary-told-question = { $name } asks something about one of your boundaries.
boundary-question = The question about it
boundary-question-is = { $name } asks:
boundary-answer = Answer
boundary-not-now = Not now
boundary-answer-label = Your answer
boundary-answered = Sent to { $name }.
boundary-put-aside = All right. { $name } isn’t told. You’ll find the question with that boundary in /boundaries.
boundary-told-answer = { $name } has answered your question about a boundary.
boundary-you-asked = You asked:
boundary-you-answered = You answered:
boundary-answer-is = { $name } answers:

boundaries-none = You have no boundaries in words yet. One short sentence is a good first one.
boundaries-mine = **Mine**
boundaries-theirs = **{ $name }**
boundaries-entry = { $n }. { $item }
boundaries-entry-private = { $n }. { $item } (only you)
boundaries-entry-new = { $n }. { $item } (new to you)
boundaries-how = Press a number to open one.
boundary-n = { $n }
boundaries-before = Before
boundaries-more = More
boundaries-log = What has changed
boundaries-log-title = What has changed, newest first:
boundaries-log-mine = { $day }: you { $what ->
    [written] wrote one
    [shown] showed one to your partner
    [changed] changed one
   *[withdrawn] withdrew one
    } ({ $kind })
boundaries-log-theirs = { $day }: { $name } { $what ->
    [written] wrote one
    [shown] showed you one
    [changed] changed one
   *[withdrawn] withdrew one
    } ({ $kind })
boundaries-log-none = Nothing has changed yet.

boundaries-agree = Which boundary would you like to change? Or write a new one.
boundaries-agree-first = You have no boundaries in words yet. Shall we write the first?
boundaries-unseen =
    { $count ->
        [one] { $name } has a boundary that is new to you.
       *[other] { $name } has { $count } boundaries that are new to you.
    }
boundaries-month = { $count } boundaries were written or changed.
