command-start = start
    .about = Begin, or begin again
command-pair = pair
    .about = Invite your partner, or use their code
    .takes = code
    .takes-about = The code your partner gave you
command-leave = leave
    .about = Leave your couple, at once

start-welcome =
    Hello, I’m Troth, a program for two people who want to keep their word to each other.
    I bring a question at the right moment, remember what you promise, and ask you both how it went.
    I keep no score and watch nobody. What you write passes through this app and is kept by whoever runs me.
start-name = What shall I call you?
start-language = Your language
start-zone = Your time zone
start-zone-hint = A city will do, such as Madrid or Chicago
start-adult = Are you 18 or older?
start-submit = Begin
start-not-adult = Troth is for adults. I’ve kept nothing. If somebody is hurting you, please tell an adult you trust.
zone-unknown = I don’t know that place. Try a large city nearby, such as Madrid, Chicago or Manila.
start-done = Good to meet you, { $name }. Next, invite your partner; or look around with /help.
start-kept = Good to meet you, { $name }.
start-change = Change name, language or time zone
start-change-ask = What should I change?
start-changed = Done, { $name }. From here on I go by that.
start-again = Hello again, { $name }. /today shows what is open, /help what I can do.

pair-button = Invite my partner
pair-code = Give your partner this code: **it works once**, until { $until }.
    { $code }
    They type /pair and the code in their own chat with me.
pair-link = Or send them this link: { $link }
pair-chat = Or send them this link, which opens a chat with me: { $link }
pair-link-other = On { $app } this link does the same: { $link }
pair-name-other = On { $app } they find me as { $name }. There too they send /pair and the code in their own chat with me.
pair-next = I’ll tell you when they’ve said yes. Until then I know nothing about them.
already-paired = You are linked with somebody already. One couple at a time; /leave ends it.
code-wrong = That code doesn’t work. It may be mistyped, used or too old. Ask for a new one.
code-tries = That was a lot of tries. Please wait an hour, then ask for a new code.
code-own = That is your own code. It’s meant for your partner.
invited = { $name } invites you to use Troth together. I’d bring both of you questions and keep the promises you make to each other.
invited-stored = If you accept, I keep your name, language and time zone, and what you write to me. Your partner sees only what you share. You can leave alone, at once, at any time. If you decline, I keep nothing.
invited-accept = Accept
invited-decline = Decline
invited-declined = All right. I’ve kept nothing, and I’ll tell nobody.
paired = You and { $name } are linked now.
paired-next =
    Three good first steps:
    /boundary to put one of your own limits into words
    /promise to make a small promise you can keep
    /checkin to look at how things are, together
room-title = Us two
room-welcome = This place is for the two of you. When you have both shared something, I’ll show it here.

leave-sure = Leave the couple with { $name }? From that moment I send nothing more about you to them, and I don’t announce it. What you wrote stays yours.
leave-yes = Leave now
leave-no = Stay
leave-stayed = Nothing was changed.
leave-done = You have left. Nothing more goes out about you. You can begin anew with /pair whenever you like.
couple-closed = You and { $name } are no longer linked here. What you wrote yourself is still yours. /help shows what you can do alone.
