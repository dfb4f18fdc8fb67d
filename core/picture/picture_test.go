package picture

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSides(t *testing.T) {
	for size, want := range map[string][2]string{
		"1024x768": {"1024", "768"}, "1x1": {"1", "1"}, "auto": {}, "": {}, "x": {}, "1024x": {}, "0x5": {}, "1x2x3": {}, "-1x2": {}, "123456x1": {}, "1024*1024": {},
	} {
		width, height, ok := Sides(size)
		require.Equal(t, want[0] != "", ok, size)
		if ok {
			require.Equal(t, want, [2]string{width, height})
		}
	}
}

func TestReply(t *testing.T) {
	dst := Open(nil, 1767225600999)
	_, ok := Close(dst)
	require.False(t, ok, "a reply without a picture")
	dst = URL(Bytes(Base64(dst, "aGk="), "\x89PNG"), `https:\/\/h.test/a`)
	dst, ok = Close(URL(dst, "data:image/png;base64,aGk="))
	require.True(t, ok)
	var got struct {
		Created int64
		Data    []struct {
			URL     string
			B64JSON string `json:"b64_json"`
		}
	}
	require.NoError(t, json.Unmarshal(dst, &got))
	require.EqualValues(t, 1767225600, got.Created)
	require.Len(t, got.Data, 4)
	require.Equal(t, "aGk=", got.Data[0].B64JSON)
	require.Equal(t, "iVBORw==", got.Data[1].B64JSON)
	require.Equal(t, "https://h.test/a", got.Data[2].URL)
	require.Equal(t, "aGk=", got.Data[3].B64JSON)
}

func TestIs(t *testing.T) {
	for _, file := range []string{"\x89PNG\r\n", "\xff\xd8\xff\xe0", "GIF89a", "RIFF\x00\x00\x00\x00WEBP", "\x00\x00\x00\x1cftypavif\x00"} {
		require.True(t, Is(file))
	}
	for _, other := range []string{"", "{}", "<html>", "\x89PN"} {
		require.False(t, Is(other))
	}
}
