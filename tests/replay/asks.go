package replay

import "causeway/core"

func (b *Bench) asks(r *Recording, v *core.Vendor) []string { return nil }
