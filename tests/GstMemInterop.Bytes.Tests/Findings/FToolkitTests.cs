using System.Buffers;
using System.Text;
using System.Text.Json;

namespace GstMemInterop.Bytes.Tests.Findings;

/// <summary>Section F: the byte toolkit's promises.</summary>
public class FToolkitTests
{
    [Fact]
    public void F1_A_json_writer_fits_where_its_bytes_fit()
    {
        byte[] block = new byte[100];
        SegmentWriter writer = new(block.AsMemory(0, 7), block.AsMemory(7));
        using (Utf8JsonWriter json = new(writer))
        {
            json.WriteStartObject();
            json.WriteNumber("a", 12345);
            json.WriteEndObject();
        }

        Assert.Equal("{\"a\":12345}", Encoding.UTF8.GetString(block, 0, (int)writer.Written));
    }

    [Fact]
    public void F1_A_full_writer_takes_nothing_more_and_says_so_in_Advance()
    {
        byte[] block = new byte[4];
        SegmentWriter writer = new(block);
        writer.Write("abcd"u8);
        writer.Write(ReadOnlySpan<byte>.Empty);
        Assert.Equal(0, writer.Free);
        Assert.NotEqual(0, writer.GetSpan().Length);
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(1));
        Assert.Contains("0 of 4", refused.Message, StringComparison.Ordinal);
        writer.Advance(0);
        Assert.Equal("abcd"u8.ToArray(), block);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.GetSpan(-1));

        SegmentWriter none = new();
        none.Write(ReadOnlySpan<byte>.Empty);
        Assert.Throws<ArgumentOutOfRangeException>(() => none.Write(new ReadOnlySpan<byte>([1])));
    }

    [Fact]
    public void F1_A_refused_advance_leaves_room_for_a_smaller_one()
    {
        byte[] block = new byte[6];
        SegmentWriter writer = new(block.AsMemory(0, 2), default, block.AsMemory(2, 4));
        "ABCDEFGH"u8.CopyTo(writer.GetSpan(200));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(8));
        Assert.Equal(new byte[6], block);
        writer.Advance(5);
        Assert.Equal("ABCDE\0"u8.ToArray(), block);
        Assert.Equal(1, writer.Free);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(1));
    }

    [Fact]
    public void F2_Two_numbers_are_a_start_and_a_length_everywhere()
    {
        byte[] bytes = "0123456789"u8.ToArray();
        using NativeChunk chunk = new(bytes);
        Assert.Equal("234"u8.ToArray(), chunk.Slice(2, 3).ToArray());
        Assert.Equal("234"u8.ToArray(), new NativeSlice(chunk).Slice(2, 3).ToArray());
        Assert.Equal("567"u8.ToArray(), new NativeSlice(chunk, 3).Slice(2, 3).ToArray());
        Assert.Equal("234"u8.ToArray(), new TypedArray<byte>(bytes).Slice(2, 3).ToArray());
        Assert.Equal("2"u8.ToArray(), chunk.Window(2, 3).ToArray());
        Assert.Equal("78"u8.ToArray(), chunk.Window(-3, -1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Slice(2, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Slice(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Slice(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Window(2, 5).Slice(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Slice(int.MaxValue, int.MaxValue));
    }

    [Fact]
    public void F3_A_fixed_stream_refuses_any_length()
    {
        using NativeChunk chunk = new(10);
        Stream[] streams =
        [
            new ChunkStream(new byte[10]), new ChunkStream(chunk.Slice(..)), new SegmentedStream(new byte[10].AsMemory()),
        ];
        Assert.All(streams, s => Assert.Throws<NotSupportedException>(() => s.SetLength(10)));
        using ChunkStream growing = new(chunk);
        growing.SetLength(10);
    }

    [Theory]
    [InlineData(ByteOrder.Little)]
    [InlineData(ByteOrder.Big)]
    public void F4_Reverse_and_Sort_work_in_place(ByteOrder order)
    {
        byte[] bytes = new byte[15]; // three ints behind one byte, and two bytes that are no element
        bytes[13] = 77;
        TypedArray<int> numbers = new(bytes.AsMemory(1), order);
        numbers.CopyFrom(0, [3, -1, 2]);
        numbers.Reverse();
        Assert.Equal([2, -1, 3], numbers);
        numbers.Sort();
        Assert.Equal([-1, 2, 3], numbers);
        numbers.Sort((a, b) => b.CompareTo(a));
        Assert.Equal([3, 2, -1], numbers);
        numbers[1..].Sort();
        Assert.Equal([3, -1, 2], numbers);
        Assert.Equal(77, bytes[13]);
        Assert.Throws<InvalidOperationException>(() => numbers.Sort((_, _) => throw new FormatException()));
        Assert.Equal([3, -1, 2], numbers);
        TypedArray<int> readOnly = new((ReadOnlyMemory<byte>)bytes);
        Assert.Throws<InvalidOperationException>(() => readOnly.Sort());
        Assert.Throws<InvalidOperationException>(() => readOnly.Reverse());
        TypedArray<byte> single = new([1, 2, 3]);
        single.Reverse();
        Assert.Equal([3, 2, 1], single);
    }

    [Fact]
    public void F5_Slice_notation_clamps_and_counts_from_the_end()
    {
        byte[] data = "..ab..ab..ab"u8.ToArray();
        foreach (int? start in Ends())
        {
            foreach (int? end in Ends())
            {
                int from = Clamp(start ?? 0);
                int to = Math.Max(from, Clamp(end ?? data.Length));
                ByteRange range = ByteRange.InSlice(data.Length, start, end);
                Assert.Equal((from, to), (range.Start, range.End));
                foreach (int step in new[] { 1, 2, 3, 4 })
                {
                    Assert.Equal(ByteSearch.IndexOf(data, "ab"u8, from, to, step), ByteSearch.IndexInSlice(data, "ab"u8, start, end, step));
                    Assert.Equal(ByteSearch.LastIndexOf(data, "ab"u8, from, to, step), ByteSearch.LastIndexInSlice(data, "ab"u8, start, end, step));
                }
            }
        }

        Assert.Equal(10, ByteSearch.IndexInSlice(data, "ab"u8, -3, null));
        Assert.Equal(-1, ByteSearch.IndexInSlice(data, "ab"u8, -3, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteSearch.IndexInSlice(data, "ab"u8, 0, 5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteSearch.IndexOf(data, "ab"u8, -3, 12));

        static IEnumerable<int?> Ends() => Enumerable.Range(-14, 29).Select(i => (int?)i).Append(null).Append(int.MinValue).Append(int.MaxValue);

        static int Clamp(int end) => (int)Math.Clamp(end < 0 ? 12L + end : end, 0, 12);
    }

    [Fact]
    public void F6_A_pattern_begins_with_the_first_new_byte_unless_asked_otherwise()
    {
        using NativeChunk plain = new("abc"u8);
        plain.Resize(7, "12"u8);
        Assert.Equal("abc1212"u8.ToArray(), plain.ToArray());
        using NativeChunk phased = new("abc"u8);
        phased.Resize(7, "12"u8, PatternPhase.Chunk);
        Assert.Equal("abc2121"u8.ToArray(), phased.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => phased.Resize(9, "12"u8, (PatternPhase)7));
        Assert.Equal(7, phased.Length);
    }

    [Fact]
    public void F7_Chunks_slices_and_views_join_without_being_locked()
    {
        using NativeChunk a = new("ab"u8);
        using NativeChunk b = new("cdef"u8);
        using NativeChunk joined = NativeChunk.Join(a, b.Slice(1, 2), new ByteMemory("x"u8.ToArray()), a);
        Assert.Equal("abdexab"u8.ToArray(), joined.ToArray());
        Assert.Equal(0, a.OpenLeases + b.OpenLeases);
        using NativeChunk thrice = 3 * a;
        Assert.Equal("ababab"u8.ToArray(), thrice.ToArray());
        Assert.Throws<ArgumentNullException>(() => NativeChunk.Join(a, null!));
        b.Dispose();
        Assert.Throws<ObjectDisposedException>(() => NativeChunk.Join(a, b));
        Assert.Equal(0, a.OpenLeases);
    }

    [Fact]
    public async Task F7_A_slice_is_memory_for_asynchronous_work()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using NativeChunk chunk = new("0123456789"u8);
        using MemoryStream file = new("abcdef"u8.ToArray());
        using (IMemoryOwner<byte> part = chunk.Window(2, -2).LeaseMemory())
        {
            Assert.Equal(6, await file.ReadAsync(part.Memory, cancellation));
            Assert.Throws<InvalidOperationException>(() => chunk.Add(1));
        }

        Assert.Equal("01abcdef89"u8.ToArray(), chunk.ToArray());
        NativeSlice readOnly = chunk.Slice(..4).AsReadOnly();
        Assert.Throws<InvalidOperationException>(readOnly.LeaseMemory);
        using (IDisposable lease = readOnly.LeaseReadOnlyMemory(out ReadOnlyMemory<byte> bytes))
        {
            file.SetLength(0);
            await file.WriteAsync(bytes, cancellation);
            Assert.Equal(1, chunk.OpenLeases);
            lease.Dispose();
            Assert.Throws<ObjectDisposedException>(() => bytes.Span.Length);
        }

        Assert.Equal("01ab"u8.ToArray(), file.ToArray());
        Assert.Equal(0, chunk.OpenLeases);

        using SegmentedStream stream = new([chunk.Slice(0, 2).LeaseMemory(), chunk.Slice(8, 2).LeaseMemory()]);
        stream.Write("WXYZ"u8);
        Assert.Equal("WXabcdefYZ"u8.ToArray(), chunk[..]);
        stream.Dispose();
        Assert.Equal(0, chunk.OpenLeases);
        using SegmentedSequence sequence = SegmentedSequence.Over(chunk.Slice(1..3));
        Assert.Equal("Xa"u8.ToArray(), sequence.Sequence.ToArray());
    }

    [Fact]
    public void F7_Typed_arrays_add_multiply_and_take_slices()
    {
        using TypedArray<int> a = new() { 1, 2 };
        using TypedArray<int> b = new(ByteOrder.Big) { 3 };
        using TypedArray<int> sum = b + a;
        Assert.Equal([3, 1, 2], sum);
        Assert.Equal(ByteOrder.Big, sum.Order);
        Assert.Equal([0, 0, 0, 3], ((NativeChunk)sum.Memory)[..4]);
        using TypedArray<int> more = 2 * a;
        Assert.Equal([1, 2, 1, 2], more);
        using TypedArray<int> none = a * 0;
        Assert.Empty(none);
        Assert.Throws<ArgumentOutOfRangeException>(() => a * -1);
        Assert.Throws<InvalidOperationException>(() => a * int.MaxValue);
        more[1..3] = [7, 8, 9];
        Assert.Equal([1, 7, 8, 9, 2], more);
        more[..2] = more[3..];
        Assert.Equal([9, 2, 8, 9, 2], more);
        more.Replace(^1.., [5, 6]);
        Assert.Equal([9, 2, 8, 9, 5, 6], more);
        Assert.Throws<NotSupportedException>(() => more[..3][..1] = a);
        ArgumentOutOfRangeException outside = Assert.Throws<ArgumentOutOfRangeException>(() => more[5..9] = a);
        Assert.Contains("9", outside.Message, StringComparison.Ordinal);
        a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => a.Count);
        using NativeChunk mine = new(8);
        new TypedArray<int>(mine).Dispose();
        Assert.Equal(8, mine.Length);
    }

    [Theory]
    [InlineData(">h", typeof(short), ByteOrder.Big)]
    [InlineData("<H", typeof(ushort), ByteOrder.Little)]
    [InlineData("=l", typeof(int), ByteOrder.Native)]
    [InlineData("!Q", typeof(ulong), ByteOrder.Big)]
    [InlineData("@n", typeof(nint), ByteOrder.Native)]
    [InlineData("N", typeof(nuint), ByteOrder.Native)]
    [InlineData("b", typeof(sbyte), ByteOrder.Native)]
    [InlineData("<e", typeof(Half), ByteOrder.Little)]
    [InlineData(">f", typeof(float), ByteOrder.Big)]
    [InlineData("d", typeof(double), ByteOrder.Native)]
    public void F7_A_format_is_known_at_run_time(string format, Type type, ByteOrder order)
    {
        using NativeChunk chunk = new();
        ITypedArray array = TypedArray.Create(chunk, format);
        Assert.Equal((type, order), (array.ElementType, array.Order));
        array.InsertValue(0, 5);
        array.InsertValue(1, 3.0);
        array.InsertValue(2, (byte)4);
        array.Sort();
        Assert.Equal(3 * array.ElementSize, chunk.Length);
        Assert.Equal([3.0, 4.0, 5.0], array.ToArray().Cast<object>().Select(o => double.Parse(o.ToString()!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.IsType(type, array.GetValue(0));
        Assert.Throws<ArgumentException>(() => array.SetValue(0, "text"));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.SetValue(9, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.SetValue(0, type == typeof(double) ? System.Numerics.BigInteger.Pow(10, 400) : double.MaxValue));
        array.RemoveAt(0);
        Assert.Equal(2, array.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(">")]
    [InlineData("hh")]
    [InlineData(">hh")]
    [InlineData("<n")]
    [InlineData(" h")]
    [InlineData("x")]
    public void F7_An_unknown_format_is_refused(string format) =>
        Assert.Contains($"\"{format}\"", Assert.Throws<ArgumentException>(() => TypedArray.Create(new byte[8], format)).Message, StringComparison.Ordinal);

    [Fact]
    public void F8_Calls_with_nothing_and_with_bare_arrays_compile()
    {
        using NativeChunk none = NativeChunk.Join();
        using NativeChunk nothing = NativeChunk.Join([]);
        Assert.Equal(0, none.Length + nothing.Length);
        byte[] bytes = "0123"u8.ToArray();
        using NativeChunk arrays = NativeChunk.Join(bytes, bytes);
        using NativeChunk memories = NativeChunk.Join(bytes.AsMemory(), new ReadOnlyMemory<byte>(bytes, 1, 2));
        using NativeChunk spans = NativeChunk.Join(bytes.AsSpan(), "ab"u8);
        Assert.Equal([8, 6, 6], new[] { arrays, memories, spans }.Select(c => c.Length));
        Assert.Throws<ArgumentNullException>(() => NativeChunk.Join(bytes, null!));

        using SegmentedStream empty = new();
        using SegmentedStream alsoEmpty = new([]);
        using SegmentedStream withOwners = new([], [none]);
        Assert.Equal(0, empty.Length + alsoEmpty.Length + withOwners.Length);
        NativeSlice slice = new(bytes, 1, 3);
        Assert.Equal("12"u8.ToArray(), slice.ToArray());
        using ChunkStream stream = new(bytes);
        stream.WriteByte((byte)'X');
        Assert.Equal((byte)'X', bytes[0]);
        using ChunkStream readOnly = new(bytes, writable: false);
        Assert.False(readOnly.CanWrite);
    }

    [Fact]
    public void F8_A_range_outside_is_told_with_its_numbers()
    {
        using NativeChunk chunk = new(10);
        byte[] bytes = new byte[10];
        unsafe
        {
            fixed (byte* pointer = bytes)
            {
                nint address = (nint)pointer;
                Action[] calls =
                [
                    () => _ = chunk[3..77], () => chunk[3..77] = [], () => chunk.Replace(3..77, []), () => chunk.RemoveRange(3..77),
                    () => _ = new MemoryView(address, 10)[3..77], () => _ = new TypedArray<byte>(chunk)[3..77],
                    () => new TypedArray<byte>(chunk).Replace(3..77, []),
                    () => ByteSearch.IndexOf(bytes, [1], 3..77), () => ByteSearch.LastIndexOf(bytes, [1], 3..77),
                    () => HexDump.Format(bytes, 3..77), () => _ = new PlaneSpan<byte>(bytes, 10, 1, 10)[3..77, ..],
                    () => _ = new ReadOnlyPlaneSpan<byte>(bytes, 10, 1, 10)[3..77, ..], () => _ = chunk[^77..],
                ];
                Assert.All(calls, call =>
                {
                    string message = Assert.Throws<ArgumentOutOfRangeException>(call).Message;
                    Assert.Contains("77", message, StringComparison.Ordinal);
                    Assert.Contains("10", message, StringComparison.Ordinal);
                });
            }
        }
    }
}
