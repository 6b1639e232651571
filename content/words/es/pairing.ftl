command-start = start
    .about = Empezar, o empezar de nuevo
command-pair = pareja
    .about = Invitar a tu pareja o usar su código
    .takes = codigo
    .takes-about = El código que te dio tu pareja
command-leave = salir
    .about = Salir de la pareja, al momento

start-welcome =
    Hola, soy Troth, un programa para dos personas que quieren cumplirse la palabra.
    Traigo una pregunta en buen momento, recuerdo lo que os prometéis y os pregunto a los dos cómo fue.
    No llevo puntuaciones ni vigilo a nadie. Lo que escribes pasa por esta aplicación y lo guarda quien me aloja.
start-name = ¿Cómo quieres que te llame?
start-language = Tu idioma
start-zone = Tu zona horaria
start-zone-hint = Basta una ciudad, como Madrid o Bogotá
start-adult = ¿Tienes 18 años o más?
start-submit = Empezar
start-not-adult = Troth es para personas adultas. No he guardado nada. Si alguien te hace daño, cuéntaselo a una persona adulta de confianza.
zone-unknown = No conozco ese lugar. Prueba con una ciudad grande cercana, como Madrid, Bogotá o Ciudad de México.
start-done = Encantado de conocerte, { $name }. Ahora invita a tu pareja; o mira lo que hay con /ayuda.
start-kept = Encantado de conocerte, { $name }.
start-change = Cambiar nombre, idioma o zona horaria
start-change-ask = ¿Qué cambio?
start-changed = Hecho, { $name }. Desde ahora me guío por eso.
start-again = Hola de nuevo, { $name }. /hoy muestra lo pendiente y /ayuda lo que puedo hacer.

pair-button = Invitar a mi pareja
pair-code = Dale a tu pareja este código: **sirve una sola vez**, hasta el { $until }.
    { $code }
    Que escriba /pareja y el código en su propio chat conmigo.
pair-link = O envíale este enlace: { $link }
pair-chat = O envíale este enlace, que abre un chat conmigo: { $link }
pair-link-other = En { $app } este enlace hace lo mismo: { $link }
pair-name-other = En { $app } me encuentra como { $name }. También allí envía /pareja y el código en su propio chat conmigo.
pair-next = Te avisaré cuando haya dicho que sí. Hasta entonces no sé nada de esa persona.
already-paired = Ya estás en una pareja aquí. Solo una a la vez; /salir la termina.
code-wrong = Ese código no funciona. Puede estar mal escrito, usado o caducado. Pide uno nuevo.
code-tries = Han sido muchos intentos. Espera una hora y pide un código nuevo.
code-own = Ese código es el tuyo. Es para tu pareja.
invited = { $name } te invita a usar Troth en pareja. Os traería preguntas a los dos y guardaría las promesas que os hagáis.
invited-stored = Si aceptas, guardo tu nombre, tu idioma, tu zona horaria y lo que me escribas. Tu pareja solo ve lo que tú compartas. Puedes salir por tu cuenta, al momento, cuando quieras. Si no aceptas, no guardo nada.
invited-accept = Aceptar
invited-decline = No aceptar
invited-declined = De acuerdo. No he guardado nada y no se lo diré a nadie.
paired = { $name } y tú ya estáis en pareja aquí.
paired-next =
    Tres buenos primeros pasos:
    /limite para poner en palabras un límite tuyo
    /promesa para hacer una promesa pequeña que puedas cumplir
    /revision para mirar, en pareja, cómo van las cosas
room-title = Nosotros dos
room-welcome = Este lugar es para los dos. Cuando hayáis compartido algo los dos, lo mostraré aquí.

leave-sure = ¿Salir de la pareja con { $name }? Desde ese momento no le envío nada más sobre ti, y no lo anuncio. Lo que escribiste sigue siendo tuyo.
leave-yes = Salir ahora
leave-no = Quedarme
leave-stayed = No ha cambiado nada.
leave-done = Has salido. No sale nada más sobre ti. Puedes empezar de nuevo con /pareja cuando quieras.
couple-closed = { $name } y tú ya no estáis en pareja aquí. Lo que tú escribiste sigue siendo tuyo. /ayuda muestra lo que puedes hacer por tu cuenta.
