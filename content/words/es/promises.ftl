command-promise = promesa
    .about = Hacer una promesa, por ejemplo: llamar al banco para el viernes
    .takes = promesa
    .takes-about = Qué, y para cuándo: llamar al banco para el viernes
    .quotes = Convertir en promesa

promise-suggestions =
    para mañana
    para el viernes
    para el domingo

command-promises = promesas
    .about = Ver lo que os habéis prometido

# Qué ha fallado y qué hacer.

promise-moved-on = Eso ya ha cambiado. /promesas muestra cómo está todo ahora.
promise-empty = ¿Qué te gustaría prometer? Bastan unas palabras.
promise-too-long = Aquí una promesa cabe en { $limit } caracteres. ¿Puedes decirla con menos palabras?
promise-by-needed = ¿Para cuándo? Basta un día, como el viernes.
promise-weekly-at-most = Por una promesa que se repite pregunto una vez a la semana. Di un solo día, como «viernes a las 18:00».
promise-same = Todavía no hay nada distinto. Cambia las palabras o la fecha y envíalo.
promise-only-author = Solo quien lo prometió puede escribir un nuevo intento. Podéis hablarlo.
promise-many = Tienes { $limit } promesas abiertas, y ya son bastantes. Termina o retira alguna antes: /promesas
due-in-past = Eso ya ha pasado. Elige un día que esté por venir.
due-too-soon = Faltan solo unos minutos. Elige algo más tarde, para que dé tiempo.
due-too-far = Faltan más de dos años. Elige algo más cercano; siempre puedes renovarla.
due-not-understood = No entiendo esa fecha. Prueba con «mañana a las 18:00», «el viernes» o «27 de noviembre».

# Un borrador.

promise-words = «{ $text }»
promise-form = ¿Qué prometes?
promise-form-again = Escríbela de nuevo y la vuelvo a ofrecer.
promise-form-change = ¿Qué debería decir a partir de ahora? La versión de antes vale hasta que estéis de acuerdo los dos.
promise-form-send = Listo
promise-text = Prometo …
promise-by = ¿Para cuándo?
promise-by-hint = Por ejemplo: el viernes, mañana a las 18:00, en dos semanas. Una promesa permanente no lleva fecha.
promise-kind-asked = ¿Qué tipo de promesa?
promise-review = ¿Cada cuánto la miráis? (solo las permanentes)
promise-kind = Tipo
promise-kinds = ¿Qué tipo de promesa es?
promise-kind-once = Una vez
promise-kind-weekly = Cada semana
promise-kind-joint = De los dos
promise-kind-standing = Permanente, sin fecha final
promise-draft = Tu promesa. De momento solo la ves tú.
promise-sure = ¿Qué seguridad tienes de poder cumplirla, del 1 al 5? Toca un número para ofrecérsela a { $name }. Con 1 o 2 te pregunto antes.
promise-sure-tap = { $number }
promise-plan = Plan por si acaso
promise-edit = Cambiar palabras o fecha
promise-plan-why = ¿Qué podría ponerse en medio y qué harás entonces? Esto solo lo verás tú.
promise-plan-if = Si surge …
promise-plan-if-hint = Por ejemplo: una reunión tarde
promise-plan-then = entonces …
promise-plan-then-hint = Por ejemplo: llamaré desde el tren
promise-plan-shown = Tu plan, que solo ves tú. Si surge esto: { $one }. Entonces: { $other }
promise-smaller = ¿Aún no lo ves claro? Puedes hacerla más pequeña: una parte, un día más tarde o solo una vez.
promise-rewrite = Reescribir
promise-as-it-is = Ofrecerla así
promise-cancelled = Borrada. Nadie más la ha visto. /promesa empieza otra.

due-by-when = ¿Para cuándo?
due-tomorrow = Mañana
due-week = En una semana
due-every-week = Cada semana
due-no-date = Sin fecha: una promesa permanente
due-other = Otra fecha
due-once = Para el { $when }
due-weekly = Cada semana; la próxima vez, el { $when }
due-joint = Para el { $when }, entre los dos
due-standing = Permanente, sin fecha final. La miráis los dos { $every }; la próxima vez, el { $when }
due-every-weekly = cada semana
due-every-monthly = cada mes
due-every-quarterly = cada tres meses

# Una oferta.

promise-offered = Se la he ofrecido a { $name }. Te avisaré cuando haya novedades. La oferta sigue abierta hasta el { $until }.
promise-offer = { $name } quiere prometerte esto:
promise-offer-joint = { $name } quiere que os prometáis esto los dos:
promise-offer-next = Acéptala, propón un cambio o déjala por ahora. Las tres cosas están bien.
promise-accept = Aceptar
promise-suggest = Proponer un cambio
promise-not-now = Ahora no
promise-accepted = { $name } ha aceptado tu promesa:
promise-accepted-next = Cuando llegue el momento os preguntaré a los dos cómo fue. Si algo cambia, renegóciala antes.
promise-accepted-mine = Aceptada. Cuando llegue el momento os preguntaré a los dos cómo fue.
promise-declined = { $name } dice «ahora no» a esto:
promise-declined-next = No pasa nada. Puedes dejarlo estar o intentarlo con otra cosa.
promise-declined-mine = De acuerdo, ahora no. He dicho justo eso y nada más.
promise-offer-closed = Una oferta tuya se ha cerrado sin llegar a ser promesa. Pasa a veces y, por sí solo, no significa nada. Puedes volver a hacerla cuando quieras.
promise-note = ¿Qué cambiarías?
promise-note-hint = Por ejemplo: ¿podría ser el domingo?
promise-note-send = Enviar
promise-note-why = Esta promesa solo la puede escribir { $name }. Di qué te vendría bien y se lo paso.
promise-note-sent = Se lo he pasado a { $name }. Si la promesa vuelve, la verás aquí.
promise-note-open = Has propuesto un cambio para esto.
promise-suggested = { $name } propone un cambio: «{ $note }»
promise-suggested-next = La promesa es tuya: reescríbela, déjala como está o retírala.
promise-keep-offer = Dejarla como está
promise-withdraw = Retirar
promise-withdrawn = { $name } ha retirado una promesa:
promise-withdrawn-mine = Retirada. No cuenta ni a favor ni en contra.

# Una promesa en pie.

promise-of-mine = Le prometiste a { $name }:
promise-of-theirs = { $name } te prometió:
promise-of-both = Os prometisteis:
promise-show = Mostrar
promise-done = Ya está
promise-renegotiate = Renegociar
promise-pause = Pausar
promise-resume = Seguir
promise-release = Liberar
promise-say-how = Decir cómo fue
promise-paused = En pausa. No vence nada hasta que siga.
promise-paused-told = { $name } ha pausado una promesa. No preguntaré por ella hasta que siga:
promise-resumed-told = { $name } retoma una promesa:
promise-released = { $name } te libera de esta promesa, con cariño y sin dejar marca. Ya no te obliga:
promise-released-mine = Liberada. Le he dicho a { $name } que queda sin efecto y sin marca.
promise-change = { $name } quiere cambiar una promesa. Ahora vale esto:
promise-change-to = Y esto ocuparía su lugar:
promise-change-accept = Aceptar el cambio
promise-change-keep = Dejar la de antes
promise-change-sent = Se lo he preguntado a { $name }. Hasta que estéis de acuerdo, vale la versión de antes.
promise-change-open = Has propuesto un cambio. Hasta que estéis de acuerdo, vale esta versión.
promise-change-accepted = { $name } ha aceptado tu cambio.
promise-change-done = El cambio vale desde ahora.
promise-change-kept = Un cambio que propusiste no ha salido adelante; la promesa sigue como estaba. Puedes proponer otro.
promise-change-kept-mine = La promesa sigue como estaba.
promise-log-changed = Cambiada el { $day }
promise-log-paused = En pausa desde el { $day }
promise-log-resumed = Retomada el { $day }
promise-log-withdrawn = Retirada el { $day }
promise-log-released = Liberada el { $day }

# ¿Cómo fue?

due-soon = Se acerca algo que te propusiste.
due-now = Ha llegado el día de algo que acordasteis.
due-question = ¿Cómo fue? Tu respuesta queda sellada hasta que habléis los dos.
due-question-standing = ¿Cómo ha ido últimamente? Tu respuesta queda sellada hasta que habléis los dos.
due-tap-kept = Cumplida
due-tap-partly = En parte
due-tap-not-kept = Esta vez no
due-tomorrow-again = Pregúntame mañana
due-tomorrow-then = De acuerdo, mañana vuelvo a preguntar.
due-sealed = Gracias. Tu respuesta está sellada. Veréis las dos cuando hayáis hablado los dos; si el { $until } aún no ha sido así, nadie verá ninguna. Hasta entonces puedes cambiarla.
due-take-back = Cambiar mi respuesta
due-both-spoke = Habéis hablado los dos. Las dos respuestas ya están abiertas.
due-said = { $name }: { $answer }
due-outcome-kept = Los dos decís que se cumplió. Así crece la confianza, palabra a palabra. Disfrutadlo.
due-outcome-partly = Los dos decís: en parte. Algo ya está. ¿Queréis hablar de lo que falta?
due-outcome-not-kept = Los dos decís: esta vez no. Pasa, y lo veis igual. ¿Qué ayudaría ahora?
due-outcome-seen-differently = Esto lo veis distinto. No hace falta que nadie se equivoque. Hablarlo puede mostrar qué entendió cada quien.
due-next = La próxima es el { $when }.
due-talk = Hablarlo
due-rest = Dejarlo estar
due-rests = Bien. Queda así. /promesa está ahí cuando queráis empezar algo nuevo.
due-not-discussed = Algo que acordasteis se ha cerrado sin hablarlo. No deja marca. Podéis prometer algo nuevo cuando queráis con /promesa.
promise-new-try = Un nuevo intento

# Listas.

promise-list-mine = **Tú le prometiste a { $name }**
promise-list-theirs = **{ $name } te prometió**
promise-list-both = **{ $name } y tú os prometisteis**
promise-list-none = No hay promesas abiertas. Una pequeña es un buen comienzo: /promesa
promise-entry = { $number }. { $text }: { $when } ({ $status })
promise-entry-undated = { $number }. { $text } ({ $status })
promise-stands-draft = borrador
promise-stands-offered = ofrecida
promise-stands-active = acordada
promise-stands-paused = en pausa
promise-open = { $number }. { $text }
promise-new = Nueva promesa
promise-past = Las pasadas
promise-more = Más
promise-earlier = Anteriores
promise-back = Volver a la lista
promise-past-head = Lo que ya quedó atrás:
promise-past-none = Todavía no hay nada atrás.
promise-past-entry = { $number }. { $text }: { $ended }
promise-ended = Cómo acabó: { $ended }
promise-ended-kept = cumplida, { $day }
promise-ended-partly = cumplida en parte, { $day }
promise-ended-not-kept = no cumplida, { $day }
promise-ended-seen-differently = vista de forma distinta, { $day }
promise-ended-not-discussed = sin hablar, { $day }
promise-ended-declined = ahora no, { $day }
promise-ended-unanswered = oferta cerrada, { $day }
promise-ended-withdrawn = retirada, { $day }
promise-ended-released = liberada, { $day }

promise-theirs = Solo quien lo escribió puede convertirlo en promesa: que responda a ese mensaje con /promesa. Para prometer algo tú, escríbelo tras la orden: /promesa llamar a mamá el viernes

# Para guías y calendarios.

promise-source = «{ $text }», { $when }
promise-source-month =
    { $count ->
        [one] Se cumplió una promesa.
       *[other] Se cumplieron { $count } promesas.
    }
promise-calendar = Promesa: { $text }
promise-calendar-standing = Para revisar: { $text }
