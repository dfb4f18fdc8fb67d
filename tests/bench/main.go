// Command bench measures what a gateway costs: the CPU time of its process per request, beside a floor that does nothing
// but forward, in the same run against the same upstream.
//
//	go run ./tests/bench                                  the table of the README's Performance
//	go run ./tests/bench -n 40 -rounds 1 -host edge       briefly, to see that it runs
//	go run ./tests/bench -peer http://127.0.0.1:8787,4711 another gateway that takes Portkey's headers in Causeway's place:
//	                                                      its URL and process, like npx @portkey-ai/gateway
//
// A stream with a fallback is read along to its end; one without is the runtime's own once it has begun.
//
// The floor at the edge is a Worker of plain JavaScript that fetches and forwards, under the same workerd; the native
// floor is httputil.ReverseProxy. Rounds alternate between the floor and the gateway, and the median round counts.
// The edge needs ./build.sh worker and ./build.sh tools to have run; all of it needs Linux's /proc.
package main

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"time"
)

func main() {
	n := flag.Int("n", 2000, "buffered requests per `round`; a fifth as many streams")
	rounds := flag.Int("rounds", 5, "`number` of rounds")
	host := flag.String("host", "", "only `edge` or native")
	peer := flag.String("peer", "", "`URL,pid` of a running gateway to measure in Causeway's place")
	proxy := flag.String("proxy", "", "be the native floor for this upstream, and nothing else")
	flag.Parse()
	if *proxy != "" {
		fmt.Fprintln(os.Stderr, serveFloor(*proxy))
		os.Exit(1)
	}
	if err := bench(*host, *peer, *n, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// serveFloor is the least that a native gateway can do.
func serveFloor(upstream string) error {
	target := &url.URL{Scheme: "http", Host: upstream}
	proxy := &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(target) },
		FlushInterval: -1,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
	}
	return http.ListenAndServe(os.Getenv("HOST")+":"+os.Getenv("PORT"), fullDuplex(proxy))
}

// fullDuplex keeps the server from closing a request's body when the reply begins: the proxy's transport looks once more
// for its end, and would cut the reply off.
func fullDuplex(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.NewResponseController(w).EnableFullDuplex()
		next.ServeHTTP(w, r)
	})
}

// hosts are where Causeway is measured, each beside its floor.
var hosts = [...]struct {
	name  string
	start func(upstream string) (floor, gateway *process, err error)
}{{"edge", startEdge}, {"native", startNative}}

func bench(only, peer string, n, rounds int) error {
	upstream, err := serveUpstream()
	if err != nil {
		return err
	}
	fmt.Println("| host | request | floor, µs CPU | Causeway, µs CPU | ratio |")
	fmt.Println("|---|---|--:|--:|--:|")
	for _, host := range hosts {
		if only != "" && only != host.name {
			continue
		}
		floor, gateway, err := host.start(upstream)
		if err != nil {
			return err
		}
		defer floor.stop()
		defer gateway.stop()
		measured := gateway
		if peer != "" {
			if measured, err = running(peer); err != nil {
				return err
			}
		}
		if err := compare(host.name, floor, measured, loads(upstream, n), rounds); err != nil {
			return err
		}
	}
	return nil
}

// compare prints a row for every load.
func compare(host string, floor, gateway *process, loads []load, rounds int) error {
	for _, l := range loads {
		if err := l.warm(floor, gateway); err != nil {
			return err
		}
		var atFloor, atGateway []float64
		for range rounds {
			a, err := l.costAt(floor)
			if err != nil {
				return err
			}
			b, err := l.costAt(gateway)
			if err != nil {
				return err
			}
			atFloor, atGateway = append(atFloor, a), append(atGateway, b)
		}
		a, b := median(atFloor), median(atGateway)
		fmt.Printf("| %s | %s | %.0f | %.0f | %.2f |\n", host, l.name, a, b, b/a)
	}
	return nil
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

func startNative(upstream string) (floor, gateway *process, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	if floor, err = startProcess("ReverseProxy", nil, self, "-proxy", upstream); err != nil {
		return nil, nil, err
	}
	build := exec.Command("go", "build", "-o", "build/causeway", "./worker")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return nil, nil, err
	}
	gateway, err = startProcess(gatewayName, nil, "build/causeway")
	return floor, gateway, err
}

// gatewayName is what the process under test is called.
const gatewayName = "causeway"

// settle lets a process finish what it does after its last reply.
func settle() { time.Sleep(50 * time.Millisecond) }
