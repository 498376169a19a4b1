using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace GstMemInterop.Bytes.Tests;

public class HexDumpTests
{
    [Fact]
    public void A_line_has_offset_groups_and_text() =>
        Assert.Equal(
            "00000000: 6c69 6665 7374 796c 6574 7261 6e73 6665  lifestyletransfe\n" +
            "00000010: 720a ff                                  r..\n",
            HexDump.Format("lifestyletransfer\n\u00ff"u8[..18].ToArray().Append((byte)0xFF).ToArray()));

    [Fact]
    public void No_bytes_give_no_text() => Assert.Equal("", HexDump.Format([]));

    [Fact]
    public void A_range_keeps_its_offsets()
    {
        byte[] bytes = [.. Enumerable.Range(0, 64).Select(v => (byte)v)];
        Assert.Equal("0000003e: 3e3f                                     >?\n", HexDump.Format(bytes, 62..));
        Assert.Equal("", HexDump.Format(bytes, 64..));
        Assert.Throws<ArgumentOutOfRangeException>(() => HexDump.Format(bytes, 60..65));
    }

    [Fact]
    public void Options_choose_the_layout()
    {
        HexDumpOptions options = new() { BytesPerLine = 4, GroupSize = 1, UpperCase = true, ShowAscii = false, FirstOffset = 0x1_0000_0000 };
        Assert.Equal("100000000: DE AD BE EF\n100000004: 01\n", HexDump.Format([0xDE, 0xAD, 0xBE, 0xEF, 1], options));
        Assert.Equal("dead01  ...\n", HexDump.Format([0xDE, 0xAD, 1], new() { GroupSize = 0, BytesPerLine = 3, ShowOffset = false }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HexDumpOptions { BytesPerLine = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HexDumpOptions { GroupSize = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HexDumpOptions { FirstOffset = -1 });
    }

    [Fact]
    public async Task Span_sequence_writer_and_stream_give_the_same()
    {
        byte[] bytes = new byte[9000];
        new Random(9).NextBytes(bytes);
        string expected = HexDump.Format(bytes);
        ReadOnlySequence<byte> sequence = SegmentedSequence.Link(bytes.AsMemory(0, 5), bytes.AsMemory(5, 1), bytes.AsMemory(6, 100), bytes.AsMemory(106));
        Assert.Equal(expected, HexDump.Format(sequence));
        StringWriter writer = new();
        HexDump.Write(writer, bytes);
        Assert.Equal(expected, writer.ToString());
        StringWriter streamed = new();
        await HexDump.WriteAsync(streamed, new SegmentedStream(sequence), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(expected, streamed.ToString());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            HexDump.WriteAsync(streamed, new SegmentedStream(sequence), cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_default_is_what_xxd_prints()
    {
        if (!File.Exists("/usr/bin/xxd"))
        {
            Assert.Fail("xxd is not installed: ./native-check.sh --install brings it.");
        }

        byte[] bytes = new byte[777];
        new Random(10).NextBytes(bytes);
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, bytes);
            using Process xxd = Process.Start(new ProcessStartInfo("/usr/bin/xxd", [file]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.Latin1 })!;
            Assert.Equal(xxd.StandardOutput.ReadToEnd(), HexDump.Format(bytes));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
