command-promise = promise
    .about = Make a promise, such as: call the bank by friday
    .takes = promise
    .takes-about = What, and by when: call the bank by friday
    .quotes = Make this a promise

promise-suggestions =
    by tomorrow
    by Friday
    by Sunday

command-promises = promises
    .about = See what you two have promised

# What went wrong, and what to do about it.

promise-moved-on = That has moved on since. /promises shows how things stand now.
promise-empty = What would you like to promise? A few words are enough.
promise-too-long = A promise fits in { $limit } characters here. Could you say it in fewer words?
promise-by-needed = By when? A day is enough, such as friday.
promise-weekly-at-most = I ask about a repeating promise once a week. Name one weekday, such as “friday at 18:00”.
promise-same = Nothing is different yet. Change the words or the date, then send it.
promise-only-author = Only the one who promised can write a new try. You could talk it over together.
promise-many = You have { $limit } promises open, and that is plenty. Finish or withdraw one first: /promises
due-in-past = That is in the past already. Choose a day still to come.
due-too-soon = That is only minutes away. Choose a little later, so there is time to do it.
due-too-far = That is more than two years away. Choose something nearer; you can always renew it.
due-not-understood = I don’t understand that date. Try “tomorrow at 18:00”, “friday” or “27 november”.

# A draft.

promise-words = “{ $text }”
promise-form = What do you promise?
promise-form-again = Write it anew, and I’ll offer it again.
promise-form-change = What should it say from now on? The old version holds until you both agree.
promise-form-send = Done
promise-text = I promise to …
promise-by = By when?
promise-by-hint = Such as friday, tomorrow at 18:00, in two weeks. A standing promise needs no date.
promise-kind-asked = What kind of promise?
promise-review = How often do you look at it? (standing promises only)
promise-kind = Kind
promise-kinds = What kind of promise is it?
promise-kind-once = Once
promise-kind-weekly = Every week
promise-kind-joint = Both of us
promise-kind-standing = Standing, no end date
promise-draft = Your promise. So far only you can see it.
promise-sure = How sure are you that you can keep it, 1 to 5? Tap a number to offer it to { $name }. At 1 or 2 I’ll check with you first.
promise-sure-tap = { $number }
promise-plan = If-then plan
promise-edit = Change words or date
promise-plan-why = What could get in the way, and what will you do then? Only you will see this.
promise-plan-if = If … comes up
promise-plan-if-hint = Such as: a late meeting
promise-plan-then = then I will …
promise-plan-then-hint = Such as: call from the train
promise-plan-shown = Your plan, for your eyes only. If this comes up: { $one }. Then: { $other }
promise-smaller = Not so sure yet? You could make it smaller: a part of it, a later day, or just once.
promise-rewrite = Rewrite
promise-as-it-is = Offer as it is
promise-cancelled = Gone. Nobody else saw it. /promise starts a new one.

due-by-when = By when?
due-tomorrow = Tomorrow
due-week = In a week
due-every-week = Every week
due-no-date = No date: a standing promise
due-other = Another date
due-once = Due { $when }
due-weekly = Every week, next on { $when }
due-joint = Due { $when }, for both of you
due-standing = Standing, with no end date. You both look at it { $every }, next on { $when }
due-every-weekly = every week
due-every-monthly = every month
due-every-quarterly = every three months

# An offer.

promise-offered = Offered to { $name }. You’ll hear from me when there is news. The offer stays open until { $until }.
promise-offer = { $name } would like to promise you this:
promise-offer-joint = { $name } would like you two to promise this together:
promise-offer-next = Accept it, suggest a change, or leave it for now. All three are fine.
promise-accept = Accept
promise-suggest = Suggest a change
promise-not-now = Not now
promise-accepted = { $name } has accepted your promise:
promise-accepted-next = I’ll ask you both how it went when the time comes. If something changes, renegotiate before then.
promise-accepted-mine = Accepted. I’ll ask you both how it went when the time comes.
promise-declined = { $name } says “not now” to this:
promise-declined-next = That is all right. You can let it rest, or try again with something else.
promise-declined-mine = All right, not now. I’ve said just that, and no more.
promise-offer-closed = An offer of yours has closed without becoming a promise. That happens, and it means nothing by itself. You can make it again whenever you like.
promise-note = What would you change?
promise-note-hint = Such as: could it be sunday instead?
promise-note-send = Send
promise-note-why = Only { $name } can write this promise. Say what would make it right for you, and I’ll pass it on.
promise-note-sent = I’ve passed it on to { $name }. If the promise comes again, you’ll see it here.
promise-note-open = You have suggested a change to this.
promise-suggested = { $name } suggests a change: “{ $note }”
promise-suggested-next = It is your promise: rewrite it, keep it as it is, or withdraw it.
promise-keep-offer = Keep as it is
promise-withdraw = Withdraw
promise-withdrawn = { $name } has withdrawn a promise:
promise-withdrawn-mine = Withdrawn. It counts for nothing and against nothing.

# A promise that holds.

promise-of-mine = You promised { $name }:
promise-of-theirs = { $name } promised you:
promise-of-both = You both promised:
promise-show = Show
promise-done = It’s done
promise-renegotiate = Renegotiate
promise-pause = Pause
promise-resume = Go on
promise-release = Release
promise-say-how = Say how it went
promise-paused = Paused. Nothing is due until it goes on.
promise-paused-told = { $name } has paused a promise. I won’t ask about it until it goes on:
promise-resumed-told = { $name } has taken up a promise again:
promise-released = { $name } has let you off this promise, kindly and with no mark. You’re free of it:
promise-released-mine = Released. I’ve told { $name } that it’s off, with no mark.
promise-change = { $name } would like to change a promise. This holds now:
promise-change-to = And this would take its place:
promise-change-accept = Accept the change
promise-change-keep = Keep the old one
promise-change-sent = I’ve asked { $name }. Until you both agree, the old version holds.
promise-change-open = You have proposed a change. Until you both agree, this version holds.
promise-change-accepted = { $name } has accepted your change.
promise-change-done = The change holds from now on.
promise-change-kept = A change you proposed didn’t come about; the promise holds as it was. You can propose another.
promise-change-kept-mine = The promise holds as it was.
promise-log-changed = Changed on { $day }
promise-log-paused = Paused on { $day }
promise-log-resumed = Taken up again on { $day }
promise-log-withdrawn = Withdrawn on { $day }
promise-log-released = Released on { $day }

# How did it go?

due-soon = Something you set out to do is coming up.
due-now = Something you two agreed on is due.
due-question = How did it go? Your answer stays sealed until you have both spoken.
due-question-standing = How has it been lately? Your answer stays sealed until you have both spoken.
due-tap-kept = Kept
due-tap-partly = Partly
due-tap-not-kept = Not this time
due-tomorrow-again = Ask me tomorrow
due-tomorrow-then = All right, I’ll ask again tomorrow.
due-sealed = Thank you. Your answer is sealed. You’ll both see both answers once you have both spoken; if that hasn’t happened by { $until }, nobody sees either. You may change it until then.
due-take-back = Change my answer
due-both-spoke = You have both spoken. The two answers are open now.
due-said = { $name }: { $answer }
due-outcome-kept = You both say it was kept. That’s how trust grows: one small word at a time. Enjoy it.
due-outcome-partly = You both say: partly. Part of it is there. Would you like to talk about the rest?
due-outcome-not-kept = You both say: not this time. It happens, and you see it alike. What would help now?
due-outcome-seen-differently = You see this one differently. Neither of you has to be wrong. A talk may show what each of you meant.
due-next = The next one is on { $when }.
due-talk = Talk it over
due-rest = Let it rest
due-rests = Good. It rests. /promise is there when you want to begin something new.
due-not-discussed = Something you two agreed on has closed without being talked about. It leaves no mark. You can promise something new at any time with /promise.
promise-new-try = A new try

# Lists.

promise-list-mine = **You promised { $name }**
promise-list-theirs = **{ $name } promised you**
promise-list-both = **You and { $name } promised together**
promise-list-none = No promises are open. A small one is a good start: /promise
promise-entry = { $number }. { $text }: { $when } ({ $status })
promise-entry-undated = { $number }. { $text } ({ $status })
promise-stands-draft = draft
promise-stands-offered = offered
promise-stands-active = agreed
promise-stands-paused = paused
promise-open = { $number }. { $text }
promise-new = New promise
promise-past = Past ones
promise-more = More
promise-earlier = Earlier
promise-back = Back to the list
promise-past-head = What is behind you:
promise-past-none = Nothing is behind you yet.
promise-past-entry = { $number }. { $text }: { $ended }
promise-ended = How it ended: { $ended }
promise-ended-kept = kept, { $day }
promise-ended-partly = partly kept, { $day }
promise-ended-not-kept = not kept, { $day }
promise-ended-seen-differently = seen differently, { $day }
promise-ended-not-discussed = not discussed, { $day }
promise-ended-declined = not now, { $day }
promise-ended-unanswered = offer closed, { $day }
promise-ended-withdrawn = withdrawn, { $day }
promise-ended-released = released, { $day }

promise-theirs = Only whoever wrote that can make a promise of it: they answer it with /promise. To promise something yourself, write it after the command: /promise call mum by friday

# For guides and calendars.

promise-source = “{ $text }”, { $when }
promise-source-month =
    { $count ->
        [one] One promise was kept.
       *[other] { $count } promises were kept.
    }
promise-calendar = Promise: { $text }
promise-calendar-standing = A look at: { $text }
