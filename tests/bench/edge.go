package main

import "causeway/tests/workerd"

// startEdge runs the floor and the built worker, each in a workerd of its own.
func startEdge(upstream string) (floor, gateway *process, err error) {
	binary, err := workerd.Binary(".")
	if err != nil {
		return nil, nil, err
	}
	if floor, err = startWorkerd("plain JavaScript", binary, "tests/bench/floor.capnp", upstream); err != nil {
		return nil, nil, err
	}
	gateway, err = startWorkerd(gatewayName, binary, "tests/edge/workerd.capnp", upstream)
	return floor, gateway, err
}

func startWorkerd(name, binary, config, upstream string) (*process, error) {
	return startProcess(name, nil, binary, "serve", config,
		"--socket-addr", "http={address}", "--external-addr", "upstream="+upstream)
}
