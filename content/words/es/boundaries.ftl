# Los límites propios de cada persona. Confirmar uno significa «visto», nunca «permitido».

command-boundary = limite
    .about = Poner en palabras un límite tuyo
    .takes = limite
    .takes-about = Con tus propias palabras
command-boundaries = limites
    .about = Tus límites y los de tu pareja

boundary-kind-time = Tiempo aparte
boundary-kind-comfort = Comodidad
boundary-kind-outside = Qué se puede contar fuera
boundary-kind-devices = Dispositivos
boundary-kind-family = Familia
boundary-kind-money = Dinero
boundary-kind-other = Otra cosa
boundary-item = { $kind }: { $words }

boundary-write = Un límite habla de ti: de lo que necesitas o de lo que vas a hacer. Vale desde que lo guardas; nadie tiene que permitirlo.
boundary-write-shared = Avisaré a { $name }, que podrá leerlo.
boundary-write-alone = Por ahora solo tú puedes leerlo.
boundary-kind = ¿De qué trata?
boundary-words = Tu límite, con tus palabras
boundary-hint = Por ejemplo: necesito una tarde a la semana para mí.
boundary-which = ¿De qué trata? Vale en cuanto elijas; nadie tiene que permitirlo.
boundary-edit = Cambiar las palabras
boundary-discard = No guardarlo
boundary-discarded = Borrado. Con /limite empiezas otro cuando quieras.
boundary-long = Eso tiene { $count } caracteres, y en un límite caben { $limit }. Uno corto se recuerda mejor: prueba otra vez con /limite y menos palabras.
boundary-many = Tienes { $limit } límites vigentes, que son todos los que puedo guardar. Cambia o retira alguno en /limites y habrá sitio.
boundary-moved-on = Eso ha cambiado mientras tanto, así que no lo he tocado. /limites muestra cómo está todo.

boundary-saved = Guardado. Ya vale.
boundary-saved-shared = Guardado. Ya vale, y se lo digo a { $name }.
boundary-same = Ya estaba así. No ha cambiado nada.
boundary-since = Vale desde: { $day }.
boundary-changed-on = Con estas palabras desde: { $day }.
boundary-private = Este solo puedes leerlo tú.
boundary-seen-on = { $name } lo ha visto ({ $day }).
boundary-show-to = Enseñárselo a { $name }
boundary-shared = Se lo digo a { $name }.
boundary-change = Cambiar
boundary-changing = Cambia tu límite. Las palabras nuevas valen en cuanto las guardes.
boundary-withdraw = Retirar
boundary-withdraw-sure = ¿Retirar este límite? Dejará de valer y saldrá de las listas.
boundary-withdraw-yes = Retirarlo
boundary-withdraw-no = Dejarlo
boundary-withdrawn = Retirado. Ya no vale.
boundary-versions = Versiones anteriores
boundary-versions-of = Cómo ha sido este límite, de lo más nuevo a lo más antiguo. Esto solo lo ves tú.
boundary-version = { $day }: { $item }
boundary-one = Abrir este límite
boundary-all = Todos los límites
boundary-new = Escribir uno nuevo

boundary-told = { $name } ha puesto un límite en palabras.
boundary-told-changed = { $name } ha cambiado un límite ({ $day }).
boundary-told-withdrawn = { $name } ha retirado un límite ({ $day }).
boundary-told-outdated = Este límite ha cambiado después. En /limites están las palabras nuevas.
boundary-told-gone = Este límite ya no vale.
boundary-show = Mostrar
boundary-theirs = { $name } dice de sí:
boundary-seen = Visto
boundary-seen-means = «Visto» solo dice que lo has leído. Su límite vale igualmente.
boundary-seen-thanks = Le diré a { $name } que lo has visto.
boundary-seen-by = { $name } ha visto tu límite ({ $day }).

boundary-ask = Preguntar
boundary-ask-intro = Pregunta para entender. { $name } puede responder, o dejarlo.
boundary-ask-label = Tu pregunta
boundary-send = Enviar
boundary-asked = Enviada. { $name } puede responder ahora, más tarde o nunca.
boundary-asked-already = Tu última pregunta sobre este límite ya está enviada. Podrás enviar otra cuando tenga respuesta, o una semana después de enviarla.
boundary-told-question = { $name } pregunta algo sobre uno de tus límites.
boundary-question = La pregunta sobre él
boundary-question-is = { $name } pregunta:
boundary-answer = Responder
boundary-not-now = Ahora no
boundary-answer-label = Tu respuesta
boundary-answered = Enviada a { $name }.
boundary-put-aside = De acuerdo. No le digo nada a { $name }. Encontrarás la pregunta junto a ese límite en /limites.
boundary-told-answer = { $name } ha respondido a tu pregunta sobre un límite.
boundary-you-asked = Preguntaste:
boundary-you-answered = Respondiste:
boundary-answer-is = { $name } responde:

boundaries-none = Aún no tienes ningún límite en palabras. Una frase corta es un buen comienzo.
boundaries-mine = **Míos**
boundaries-theirs = **{ $name }**
boundaries-entry = { $n }. { $item }
boundaries-entry-private = { $n }. { $item } (solo tú)
boundaries-entry-new = { $n }. { $item } (nuevo para ti)
boundaries-how = Pulsa un número para abrirlo.
boundary-n = { $n }
boundaries-before = Anteriores
boundaries-more = Más
boundaries-log = Qué ha cambiado
boundaries-log-title = Qué ha cambiado, de lo más nuevo a lo más antiguo:
boundaries-log-mine = { $day }: { $what ->
    [written] escribiste uno
    [shown] enseñaste uno a tu pareja
    [changed] cambiaste uno
   *[withdrawn] retiraste uno
    } ({ $kind })
boundaries-log-theirs = { $day }: { $name } { $what ->
    [written] escribió uno
    [shown] te enseñó uno
    [changed] cambió uno
   *[withdrawn] retiró uno
    } ({ $kind })
boundaries-log-none = Aún no ha cambiado nada.

boundaries-agree = ¿Qué límite quieres cambiar? O escribe uno nuevo.
boundaries-agree-first = Aún no tienes ningún límite en palabras. ¿Escribimos el primero?
boundaries-unseen =
    { $count ->
        [one] { $name } tiene un límite nuevo para ti.
       *[other] { $name } tiene { $count } límites nuevos para ti.
    }
boundaries-month = Se escribieron o cambiaron { $count } límites.
