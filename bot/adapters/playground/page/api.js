// Talking to the server: asking, and listening to what changes.

/** Post values; throws an Error whose message can be shown. `unsure` says that it may have arrived. */
export async function post(path, values) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(values),
    });
  } catch {
    throw new Error("The playground can’t be reached just now; please try again.");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error || `The playground answered ${answer.status}.`);
  return body;
}

/** Read something; null if it can't be had now. */
export async function get(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

const FIRST_PAUSE = 150;
const LONGEST_PAUSE = 2000;

/** Hand every change to `take`, and come back by itself when the server was away. */
export function listen(take, reached) {
  let pause = FIRST_PAUSE;
  const open = () => {
    const socket = new WebSocket(`ws://${location.host}/api/live`);
    socket.onmessage = (event) => {
      pause = FIRST_PAUSE;
      reached(true);
      take(JSON.parse(event.data));
    };
    socket.onclose = () => {
      reached(false);
      setTimeout(open, pause);
      pause = Math.min(pause * 1.6, LONGEST_PAUSE);
    };
  };
  open();
}
