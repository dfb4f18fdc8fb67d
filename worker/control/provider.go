package control

import (
	"net/http"

	"causeway/core"
	"causeway/core/rewrite"
	"causeway/providers"
	"causeway/providers/catalog"
)

// listProviders answers with the vendor table.
//
//	{"object":"list","data":[{"name":"openai","aliases":[],"base":"https://api.openai.com/v1","key_header":"authorization",
//	  "endpoints":[{"name":"chat completions","dialect":"openai","path":"/chat/completions"}],
//	  "options":[{"config":"openai_project","header":"x-portkey-openai-project","default":""}],"models":12,"source":"…"}],
//	 "models_source":"…"}
//
// base is where calls go, "" where custom_host is required; {name} in it is an option. key_header is "" where no key is
// needed. models is how many of the vendor's models the table of models knows; its own list is at /v1/models.
func listProviders(w http.ResponseWriter, _ *http.Request) {
	dst := append(rewrite.Text([]byte{'{'}, "object", "list"), `,"data":[`...)
	for _, name := range providers.Names() {
		dst = appendVendor(rewrite.Comma(dst), providers.Lookup(name))
	}
	dst = rewrite.Text(append(dst, ']'), "models_source", catalog.Source())
	answer(w, http.StatusOK, append(dst, '}'))
}

func appendVendor(dst []byte, v *core.Vendor) []byte {
	dst = rewrite.Text(append(dst, '{'), "name", v.Name)
	dst = append(rewrite.Key(dst, "aliases"), '[')
	for _, alias := range v.Aliases {
		dst = rewrite.AppendString(rewrite.Comma(dst), alias)
	}
	dst = rewrite.Text(append(dst, ']'), "base", v.Base)
	dst = rewrite.Text(dst, "key_header", v.Auth.Header)
	dst = append(rewrite.Key(dst, "endpoints"), '[')
	for i := range v.Services {
		dst = appendService(rewrite.Comma(dst), &v.Services[i])
	}
	dst = append(rewrite.Key(append(dst, ']'), "options"), '[')
	for i := range v.Options {
		dst = appendOption(rewrite.Comma(dst), &v.Options[i])
	}
	dst = rewrite.Int(append(dst, ']'), "models", int64(len(catalog.Names(v.Name))))
	return append(rewrite.Text(dst, "source", v.Source), '}')
}

func appendService(dst []byte, s *core.Service) []byte {
	dst = rewrite.Text(append(dst, '{'), "name", s.Endpoint.String())
	dst = rewrite.Text(dst, "dialect", s.Dialect.Name)
	return append(rewrite.Text(dst, "path", s.Path), '}')
}

func appendOption(dst []byte, o *core.Option) []byte {
	dst = rewrite.Text(append(dst, '{'), "config", o.Key)
	dst = rewrite.Text(dst, "header", "x-portkey-"+o.Header)
	return append(rewrite.Text(dst, "default", o.Default), '}')
}
