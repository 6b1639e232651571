# Dates: time for two, planned together.

command-date = date
    .about = Plan time together: ideas, a day, a reminder
    .takes = plan
    .takes-about = What, and when: a walk by the river on friday at 18:00

outing-form = What would you like to do, and when? { $name } sees it once you propose it.
outing-words = What
outing-words-hint = Such as: a walk by the river
outing-when = When
outing-when-hint = Such as friday at 20:00. A day alone means 18:00.
outing-form-send = Done
outing-propose-short = Propose it
outing-empty = What would you two do? A few words are enough.
outing-long = A plan fits in { $limit } characters here. Could you say it in fewer words?
outing-when-needed = Which day? Something like “saturday” or “27 november at 19:00”.
outing-same-day = That is the day it stands at already. Choose another one, or leave it.
outing-many = You two have { $limit } dates ahead, which is as many as I can keep. Enjoy one or call one off, then there’s room: /date
outing-moved-on = That has moved on since. /date shows how things stand now.

outing-what = “{ $words }”, { $when }
outing-when-only = { $when }
outing-draft = Your plan. So far only you can see it.
outing-propose = Propose it to { $name }
outing-edit = Change
outing-drop = Let it go
outing-dropped = Gone. Nobody else saw it.

outing-proposed = Proposed to { $name }. You’ll hear from me when there is news. It stays open until { $until }.
outing-open = You have proposed this. It stays open until { $until }.
outing-take-back = Take it back
outing-taken-back = { $name } has taken back what they proposed:
outing-asked = { $name } would like to spend time with you:
outing-asked-other = { $name } suggests another day:
outing-asked-moved = { $name } would like to move this to another day:
outing-asked-next = Yes, another day, or not now: all three are fine.
outing-accept = Yes
outing-another-day = Another day
outing-not-now = Not now
outing-move = Which day would suit you? I’ll propose it to { $name }.
outing-accepted = { $name } says yes:
outing-accepted-mine = It’s a date. I’ll remind you both.
outing-planned = Planned with { $name }:
outing-declined = { $name } says “not now” to this:
outing-declined-mine = All right, not now. I’ve said just that, and no more.
outing-closed = A date you proposed has closed without becoming a plan. That happens, and it means nothing by itself. You can propose something whenever you like.

outing-call-off = Call it off
outing-call-off-sure = Call this off? I’ll tell { $name }.
outing-call-off-yes = Yes, call it off
outing-call-off-no = Keep it
outing-off = { $name } has called this off:
outing-off-mine = It’s off the calendar, and I’ve said so.
outing-soon = Something nice you planned is coming up.
outing-show = Show

outings-head = **Ahead of you**
outings-none = No dates are planned. A small one is a good start.
outings-entry = { $number }. { $words }: { $when } ({ $status })
outing-is-draft = only you
outing-is-proposed = proposed
outing-is-planned = planned
outing-n = { $n }
outings-before = Earlier
outings-more = More
outing-all = All dates
outing-idea = An idea, please
outing-plan = Plan something
outing-own = An idea of our own
outing-which = What would suit you two?
outing-take = Let’s plan this
outing-another = Another idea
outing-kinds = Other kinds

idea-home = At home
idea-outside = Outside
idea-free = Costs nothing
idea-hour = An hour
idea-evening = An evening
idea-apart = Far apart

idea-home-1 = Cook a dish that neither of you has ever made
idea-home-2 = Breakfast in bed, phones in another room
idea-home-3 = Build the best den you can out of blankets and chairs
idea-home-4 = Go through old photos and tell each other what you remember
idea-home-5 = A tasting: three chocolates, three cheeses or three teas, eyes closed
idea-home-6 = Dance in the kitchen to the songs you liked at sixteen
idea-home-7 = A jigsaw or a board game, with something warm to drink
idea-home-8 = Give a corner of your home a new look together

idea-outside-1 = Watch the sun go down from the highest place nearby
idea-outside-2 = A picnic, even if it’s on the nearest bench
idea-outside-3 = Take a bus or a train to a stop you have never got off at
idea-outside-4 = Visit a market and each choose one thing for dinner
idea-outside-5 = Cycle or walk along water for as long as you like
idea-outside-6 = Look for three things in your town that you never noticed
idea-outside-7 = Go to see the stars somewhere dark
idea-outside-8 = Swim together, in a lake, the sea or a pool

idea-free-1 = A walk on which each of you leads the way for half of it
idea-free-2 = Ask each other ten questions you have never asked
idea-free-3 = Read to each other from a book you love
idea-free-4 = Borrow a book for each other at the library
idea-free-5 = Write down what you’d like to do together within a year
idea-free-6 = Listen to a whole album, lying on the floor
idea-free-7 = Teach each other something you can do well
idea-free-8 = Draw each other without looking at the paper

idea-hour-1 = Coffee at a place that is new to both of you
idea-hour-2 = A slow walk around the block, hand in hand if you like
idea-hour-3 = Bake something small and eat it while it’s warm
idea-hour-4 = Take turns: half an hour of whatever one likes, then the other
idea-hour-5 = Massage for hands, neck or feet, one after the other
idea-hour-6 = Plan a day off together, down to the breakfast
idea-hour-7 = Look out of the window with a hot drink and no hurry
idea-hour-8 = Ice cream, or hot chocolate if it’s cold

idea-evening-1 = Dress up and go out for dinner, or dress up and stay in
idea-evening-2 = A film that one of you loves and the other hasn’t seen
idea-evening-3 = Live music, however small the stage
idea-evening-4 = Go back to where you first met, or to somewhere like it
idea-evening-5 = Candles, no screens, and cards or dice
idea-evening-6 = A class for beginners: pottery, salsa, bread, anything
idea-evening-7 = Cook for each other: one the starter, one the main, both the pudding
idea-evening-8 = A museum or gallery that is open late

idea-apart-1 = Eat the same dish at the same time, on a call
idea-apart-2 = Start a film at the same second and write to each other all the while
idea-apart-3 = A walk on the phone, each in your own town
idea-apart-4 = Each send the other a small parcel to open on a call
idea-apart-5 = Show each other your favourite spot in your town, live
idea-apart-6 = Read the same book, a chapter a week, and talk about it
idea-apart-7 = Write each other a letter on paper, with a stamp
idea-apart-8 = Fall asleep on a call, with nothing to talk about
