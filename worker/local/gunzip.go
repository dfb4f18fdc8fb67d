package local

import (
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"

	"causeway/core"
	"causeway/worker/drive"
)

// gunzip is a body that came in gzip although nobody asked, as workerd decodes it too. It waits for no more bytes than
// hold what it gives: what the provider flushed is there as soon as it has arrived.
type gunzip struct {
	body    io.ReadCloser
	decoder *gzip.Reader // nil until the first Read, which waits for the header
}

func (g *gunzip) Read(p []byte) (n int, err error) {
	if g.decoder == nil {
		if g.decoder, err = gzip.NewReader(g.body); err != nil {
			return 0, undecodable(err)
		}
	}
	n, err = g.decoder.Read(p)
	return n, undecodable(err)
}

func (g *gunzip) Close() error { return g.body.Close() }

// undecodable tells bytes that are no gzip from a body that broke.
func undecodable(err error) error {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || err == gzip.ErrHeader || err == gzip.ErrChecksum {
		return drive.Failed(core.Malformed)
	}
	return err
}
