// The floor at the edge: the least JavaScript that reads a request's body, sends it on, and gives back the reply.
export default {
  async fetch(request) {
    const body = await request.arrayBuffer();
    return fetch(request.url, { method: request.method, headers: request.headers, body });
  },
};
