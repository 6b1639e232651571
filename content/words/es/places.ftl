command-here = aqui
    .about = Hacer de este chat el lugar de vosotros dos

here-arrived =
    Hola, soy Troth, un programa para parejas. Si en este grupo solo estáis vosotros dos y yo, puedo mostrar aquí lo que hayáis compartido ambos.
    Para eso, uno de los dos escribe /aqui@{ $bot } y el otro acepta. Todo lo privado se queda en nuestros chats.
    Solo leo las órdenes y lo que me respondéis, nada más de lo que escribís aquí. Si no contesto a una orden, añádele @{ $bot } o elígela en el menú.
here-arrived-plain =
    Hola, soy Troth, un programa para parejas. Si aquí solo estáis vosotros dos y yo, puedo mostrar aquí lo que hayáis compartido ambos.
    Para eso, uno de los dos escribe /aqui y el otro acepta. Todo lo privado se queda en nuestros chats.
here-shared = /aqui convierte un grupo con solo vosotros dos y yo en vuestro lugar. Cread ese grupo, añadidme y escribid allí /aqui.
here-offer = { $name } quiere que este sea el lugar de vosotros dos: aquí mostraría lo que hayáis compartido ambos.
here-offer-readers = Lo puede leer quien esté aquí, y también quien añadáis más tarde. Si vienen otras personas, volveré al chat de cada quien.
here-offer-ask = ¿Te parece bien, { $name }?
here-agree = Sí, aquí
here-decline = Mejor no
here-other = Eso le toca decirlo a la otra persona.
here-agreed = Este es ahora el lugar de vosotros dos. Cuando ambos hayáis compartido algo, lo mostraré aquí.
here-declined = De acuerdo. Todo queda como estaba.
here-yours = Este es el lugar de vosotros dos. Cuando ambos habéis compartido algo, lo muestro aquí.
here-leave = Mejor en nuestros chats
here-left = De acuerdo. A partir de ahora os escribo a cada quien en su chat.
here-others = No puedo hacer de ese lugar el vuestro: otras personas lo leen, o no puedo estar seguro de quién lo lee. Tiene que ser un grupo privado con solo vosotros dos y yo.

# Donde puedo crear un lugar dentro de un servidor.
here-shared-server = /here crea un hilo privado para vosotros dos. Añádeme a un servidor en el que estéis los dos y escribe /here en uno de sus canales.
here-visit = Aquí solo estoy de visita: puedo responderte, pero no puedo escribir por mi cuenta. Añádeme a un servidor en el que estéis los dos y escribe /here allí.
here-inside = Puedo crear aquí un hilo privado en el que solo estéis vosotros dos y yo. Cuando los dos hayáis compartido algo, lo mostraría allí.
here-readers-server = Conviene que lo sepáis: quien es dueño de este servidor, y quienes lo moderan, quizá puedan leer lo que pone aquí. También quien añadáis más tarde; entonces volveré a vuestros propios chats.
here-make = Créanos un hilo privado
here-as-it-is = Usar este canal tal como está
here-making = Lo estoy creando. Os añadiré a los dos, y allí preguntaré a tu pareja.
here-made-already = Ya se ha creado un hilo privado para vosotros dos, ahora mismo: búscalo en este servidor. Si no os sirve, vuelve a intentarlo en diez minutos.
here-not-made = No he podido crear aquí un lugar privado. Quizá no estéis los dos en este servidor, o me falte el permiso para crear hilos privados. Podéis preguntar a quien lleva el servidor, o probar en otro canal.
here-not-both = Solo uno de vosotros tiene una cuenta conmigo en esta aplicación, así que un lugar aquí sería para uno solo. Vuestros propios chats sirven como están.
