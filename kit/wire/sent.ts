let sent = false;

/** Notes that a request leaves this process. */
export function noteSent(): void {
  sent = true;
}

/** Whether any request has left this process: a command that cannot go on ends differently then. */
export function anythingWasSent(): boolean {
  return sent;
}
