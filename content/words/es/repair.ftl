# Reparar después de que se rompiera la confianza: antes de empezar, y alrededor. El camino está en content/guides.

command-repair = reparar
    .about = Después de que se rompiera la confianza: un camino de semanas para dos

repair-asked = Se lo pregunto a { $name }, sin decir de qué se trata hasta que lo abra. Si empieza, te lo digo enseguida. Si para esta fecha no ha empezado, no era el momento: { $day }. No diré nada más, sea cual sea el motivo, y podrás volver a preguntar.
repair-take-back = Retirarlo
repair-taken-back = Retirado. Puedes volver a preguntar a partir de esta fecha: { $day }.
repair-silence = Lo que preguntaste no ha empezado. No era el momento, y no puedo decirte más. Puedes volver a preguntar cuando quieras.

repair-invited = Hay una invitación para ti, a algo más largo para dos, cuando tengas un momento tranquilo.
repair-open = Abrir
repair-not-now = Ahora no
repair-invited-by =
    A { $name } le gustaría hacer contigo un camino de reparación: semanas de pasos pequeños, después de que se rompiera la confianza.
    Antes de que empiece nada hay unas preguntas solo para ti. { $name } no sabrá qué respondes, ni que has abierto esto. Si no es el momento, no tienes que hacer nada.
repair-questions = Ir a las preguntas
repair-aside = De acuerdo. No se lo digo a nadie. Si en los próximos días piensas otra cosa, /reparar lo trae de vuelta.
repair-gone = Eso ya no está abierto. Cuando quieras, /reparar empieza por tu parte.

repair-two = Habrá dos caminos, uno después del otro, para escuchar a cada parte. En el primero, { $name } es quien recibió el daño; en el segundo cambiáis de lugar. Ningún dolor es menor por ir después.
repair-second = Hay algo que empezasteis en pareja y que puede seguir, cuando tengas un momento tranquilo.
repair-second-yes = Gracias. Si empieza, te lo digo enseguida. Si para esta fecha no ha empezado, no era el momento, sea cual sea el motivo: { $day }.

repair-under-way = Puedes hacer una pausa en cualquier punto con solo dejarlo: descansa, y /hoy lo trae de vuelta. También cualquiera de los dos puede pararlo del todo; a nadie se le dice quién lo hizo.
repair-stop = Parar el camino
repair-help = Ayuda
