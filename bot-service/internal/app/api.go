package app

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"financebot/pkg/client"
)

const (
	apiTimeout  = 10 * time.Second
	longTimeout = 45 * time.Second // for calls that wait for something to happen
	apiIdle     = 64               // connections kept open, as many as chats are served at once
)

// apis are the ways to the API: a quick one for people and a patient one for events.
type apis struct {
	quick, patient *client.Client
}

func openAPI(c Config, metrics prometheus.Registerer) apis {
	calls := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "bot_api_call_seconds", Help: "Calls of the API by route and status; status 0 is no answer.",
		Buckets: prometheus.ExponentialBuckets(0.002, 2, 14),
	}, []string{"method", "route", "status"})
	metrics.MustRegister(calls)
	watch := func(call client.Call) {
		calls.WithLabelValues(call.Method, call.Route, strconv.Itoa(call.Status)).Observe(call.Took.Seconds())
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = apiIdle
	open := func(timeout time.Duration) *client.Client {
		h := &http.Client{Transport: transport, Timeout: timeout}
		return client.New(c.APIURL, h).Signing(c.ClientKey.First()).Watched(watch)
	}
	return apis{quick: open(apiTimeout), patient: open(longTimeout)}
}

// pingAPI asks the API whether it lives.
func pingAPI(base string) func(context.Context) error {
	return func(ctx context.Context) error { return ping(ctx, base+"/livez") }
}

// ping gives an error unless url answers 200.
func ping(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}
