package control

import (
	"net/http"

	"causeway/core"
	"causeway/providers"
	"causeway/providers/catalog"
)

// vendor is a row of the vendor table as its reader sees it.
type vendor struct {
	Name    string   `json:"name"`
	Aliases []string `json:"aliases"`
	// Base is the URL calls go to; empty: custom_host is required. {name} in it is an option.
	Base      string     `json:"base"`
	Key       string     `json:"key_header"` // empty: no key is needed
	Endpoints []endpoint `json:"endpoints"`
	Options   []option   `json:"options"`
	// Models is how many models of the vendor the table of models knows; its own list is at /v1/models.
	Models int    `json:"models"`
	Source string `json:"source"`
}

// endpoint is what a vendor answers, and the wire format it speaks there.
type endpoint struct {
	Name    string `json:"name"`
	Dialect string `json:"dialect"`
	Path    string `json:"path"`
}

// option is a setting of a vendor: a member of a config, or a header when there is no config.
type option struct {
	Config  string `json:"config"`
	Header  string `json:"header"`
	Default string `json:"default"`
}

// listProviders answers with the vendor table.
func listProviders(w http.ResponseWriter, _ *http.Request) {
	names := providers.Names()
	rows := make([]vendor, len(names))
	for i, name := range names {
		rows[i] = describe(providers.Lookup(name))
	}
	answer(w, http.StatusOK, map[string]any{"object": "list", "data": rows, "models_source": catalog.Source()})
}

func describe(v *core.Vendor) vendor {
	row := vendor{
		Name: v.Name, Aliases: append([]string{}, v.Aliases...), Base: v.Base, Key: v.Auth.Header, Source: v.Source,
		Endpoints: make([]endpoint, len(v.Services)), Options: make([]option, len(v.Options)),
		Models: len(catalog.Names(v.Name)),
	}
	for i := range v.Services {
		s := &v.Services[i]
		row.Endpoints[i] = endpoint{s.Endpoint.String(), s.Dialect.Name, s.Path}
	}
	for i, o := range v.Options {
		row.Options[i] = option{o.Key, "x-portkey-" + o.Header, o.Default}
	}
	return row
}
