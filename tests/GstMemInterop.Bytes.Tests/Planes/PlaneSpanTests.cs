using GstMemInterop.Bytes.Tests.Infrastructure;

namespace GstMemInterop.Bytes.Tests;

public class PlaneSpanTests
{
    private static int[] Counting(int length) => [.. Enumerable.Range(0, length)];

    [Fact]
    public void Rows_elements_and_padding_lie_where_the_stride_says()
    {
        int[] data = Counting(4 * 7);
        PlaneSpan<int> plane = new(data, 5, 4, 7);
        Assert.Equal([7, 8, 9, 10, 11], plane.Row(1).ToArray());
        Assert.Equal([7, 8, 9, 10, 11], plane[1].ToArray());
        Assert.Equal(7 + 3, plane[3, 1]);
        plane[3, 1] = -1;
        Assert.Equal(-1, data[10]);
        Assert.Equal((5, 4, 7, 20L), (plane.Width, plane.Height, plane.Stride, plane.Length));
        Assert.False(plane.IsContiguous);
        Assert.False(plane.TryGetSpan(out _));
        plane.Fill(1);
        Assert.Equal(8, data.Count(v => v != 1));
        plane.Clear();
        Assert.Equal(20, data.Count(v => v == 0));
        Assert.Equal(5, data[5]);
    }

    [Fact]
    public void The_last_row_needs_no_padding_but_must_exist()
    {
        _ = new PlaneSpan<byte>(new byte[(3 * 8) + 5], 5, 4, 8);
        Assert.Throws<ArgumentException>(() => { _ = new PlaneSpan<byte>(new byte[(3 * 8) + 4], 5, 4, 8); });
        Assert.Throws<ArgumentException>(() => { _ = new ReadOnlyPlaneSpan<byte>(new byte[(3 * 8) + 4], 5, 4, -8); });
    }

    [Fact]
    public void A_negative_stride_runs_upwards()
    {
        int[] data = Counting(12);
        PlaneSpan<int> plane = new(data, 3, 3, -4);
        Assert.Equal([8, 9, 10], plane.Row(0).ToArray());
        Assert.Equal([0, 1, 2], plane.Row(2).ToArray());
        PlaneSpan<int> offset = new(data, 9, 3, 3, -4);
        Assert.Equal([9, 10, 11], offset.Row(0).ToArray());
        Assert.Equal([1, 2, 3], offset.Row(2).ToArray());
        Assert.Throws<ArgumentException>(() => { _ = new PlaneSpan<int>(data, 7, 3, 3, -4); });
        Assert.Throws<ArgumentException>(() => { _ = new PlaneSpan<int>(data, 10, 3, 3, -4); });
        Assert.Equal([0, 1, 2, 4, 5, 6, 8, 9, 10], plane.FlipVertical().ToArray());
        Assert.Equal(4, plane.FlipVertical().Stride);
        Assert.Equal(plane.ToArray(), plane.FlipVertical().FlipVertical().ToArray());
        Assert.Equal([9, 5], plane.Slice(1, 0, 1, 2).ToArray());
    }

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(4, 2, 3)]
    [InlineData(4, 2, -3)]
    [InlineData(4, 2, 0)]
    [InlineData(4, 2, int.MinValue)]
    public void Bad_numbers_are_refused(int width, int height, int stride) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new PlaneSpan<byte>(new byte[100], width, height, stride); });

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(int.MaxValue, int.MaxValue, -int.MaxValue)]
    [InlineData(65536, 65536, 65536)]
    [InlineData(1, int.MaxValue, int.MaxValue)]
    [InlineData(101, 1, 0)]
    [InlineData(1, 101, 1)]
    public void Products_that_overflow_are_refused(int width, int height, int stride)
    {
        Assert.Throws<ArgumentException>(() => { _ = new PlaneSpan<byte>(new byte[100], width, height, stride); });
        Assert.Throws<ArgumentException>(() => { _ = new ReadOnlyPlaneSpan<long>(new long[100], 0, width, height, stride); });
    }

    [Fact]
    public void Empty_planes_are_allowed_and_harmless()
    {
        PlaneSpan<byte> none = new([], 0, 5, 9);
        Assert.True(none.IsEmpty);
        Assert.Equal(0, none.Row(4).Length);
        none.Fill(3);
        none.FlipVertical().Fill(3);
        none.CopyTo(new PlaneSpan<byte>([], 0, 5, 1));
        PlaneSpan<byte> flat = new([], 7, 0, 7);
        Assert.Empty(flat.ToArray());
        foreach (Span<byte> row in flat)
        {
            Assert.Fail($"row {row.Length}");
        }

        byte[] data = new byte[6];
        PlaneSpan<byte> corner = new PlaneSpan<byte>(data, 3, 2, 3).Slice(3, 2, 0, 0);
        Assert.True(corner.IsEmpty);
        _ = new PlaneSpan<byte>(data, 6, 0, 0, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new PlaneSpan<byte>(data, 7, 0, 0, 0); });
    }

    [Fact]
    public void Rectangles_are_checked_on_every_side()
    {
        int[] data = Counting(20);
        PlaneSpan<int> plane = new(data, 5, 4, 5);
        Assert.Equal([6, 7, 11, 12], plane.Slice(1, 1, 2, 2).ToArray());
        Assert.Equal([6, 7, 11, 12], plane.Rectangle(1, 1, 2, 2).ToArray());
        Assert.Equal([6, 7, 11, 12], plane[1..3, 1..3].ToArray());
        Assert.Equal([15, 16, 17, 18, 19], plane.Rows(3, 1).ToArray());
        foreach ((int x, int y, int w, int h) in new[] { (-1, 0, 1, 1), (0, -1, 1, 1), (0, 0, 6, 1), (0, 0, 1, 5), (5, 0, 1, 1), (0, 4, 1, 1), (1, 1, int.MaxValue, 1), (1, 1, 1, int.MaxValue), (0, 0, -1, 1) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new PlaneSpan<int>(data, 5, 4, 5).Slice(x, y, w, h); });
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new ReadOnlyPlaneSpan<int>(data, 5, 4, 5).Slice(x, y, w, h); });
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new PlaneSpan<int>(data, 5, 4, 5)[5, 0]; });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new PlaneSpan<int>(data, 5, 4, 5)[0, -1]; });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new PlaneSpan<int>(data, 5, 4, 5).Row(4); });
    }

    [Fact]
    public void Copies_scroll_in_place_in_every_direction()
    {
        foreach ((int dx, int dy) in new[] { (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1) })
        {
            foreach (bool flip in new[] { false, true })
            {
                int[] data = Counting(8 * 6);
                PlaneSpan<int> plane = new(data, 7, 6, 8);
                plane = flip ? plane.FlipVertical() : plane;
                PlaneSpan<int> from = plane.Slice(1, 1, 5, 4);
                int[] expected = from.ToArray();
                PlaneSpan<int> to = plane.Slice(1 + dx, 1 + dy, 5, 4);
                from.CopyTo(to);
                Assert.Equal(expected, to.ToArray());
            }
        }
    }

    [Fact]
    public void Copies_that_cannot_be_right_are_refused()
    {
        int[] data = Counting(48);
        Assert.Throws<ArgumentException>(() => new PlaneSpan<int>(data, 4, 4, 8).CopyTo(new PlaneSpan<int>(data, 4, 4, 7)));
        Assert.Throws<ArgumentException>(() => new PlaneSpan<int>(data, 4, 4, 8).CopyTo(new PlaneSpan<int>(new int[20], 5, 4, 5)));
        Assert.False(new PlaneSpan<int>(data, 4, 4, 8).TryCopyTo(new PlaneSpan<int>(new int[20], 5, 4, 5)));
        Assert.Throws<ArgumentException>(() => new PlaneSpan<int>(data, 4, 4, 8).CopyTo(new int[15]));
        Assert.Throws<ArgumentException>(() => new PlaneSpan<int>(data, 4, 4, 8).CopyFrom(new int[15]));
        Assert.Equal(Counting(48), data);
    }

    [Fact]
    public void Rows_can_be_edited_enumerated_and_compared()
    {
        byte[] data = new byte[40];
        PlaneSpan<byte> plane = new(data, 8, 4, 10);
        plane.Transform(static v => (byte)(v + 1));
        plane.TransformRows(static (row, y) => row[0] = (byte)(y + 10));
        plane.TransformRows(5, static (row, _, add) => row[1] += (byte)add);
        ByteEdit.Invert(plane);
        Assert.Equal(255 - 13, plane[0, 3]);
        Assert.Equal(255 - 6, plane[1, 0]);
        Assert.Equal(0, data[8]);
        int rows = 0;
        foreach (ReadOnlySpan<byte> row in plane.AsReadOnly())
        {
            Assert.Equal(8, row.Length);
            rows++;
        }

        Assert.Equal(4, rows);
        byte[] packed = plane.ToArray();
        ReadOnlyPlaneSpan<byte> other = new(packed, 8, 4, 8);
        Assert.True(plane.ContentEquals(other));
        packed[31]++;
        Assert.False(plane.ContentEquals(other));
        Assert.True(other.TryGetSpan(out ReadOnlySpan<byte> all));
        Assert.Equal(32, all.Length);
        plane.CopyFrom(packed);
        Assert.True(plane.ContentEquals(other));
    }

    [Fact]
    public void Bytes_are_cast_to_pixels_and_back()
    {
        byte[] data = new byte[3 * 16];
        PlaneSpan<byte> bytes = new(data, 12, 3, 16);
        PlaneSpan<uint> pixels = bytes.Cast<uint>();
        Assert.Equal((3, 3, 4), (pixels.Width, pixels.Height, pixels.Stride));
        pixels[2, 1] = 0xFFFFFFFF;
        Assert.Equal(255, data[16 + 11]);
        Assert.Equal(12, pixels.Cast<byte>().Width);
        Assert.Throws<ArgumentException>(() => { _ = new PlaneSpan<byte>(new byte[48], 10, 3, 16).Cast<uint>(); });
        Assert.Throws<ArgumentException>(() => { _ = new PlaneSpan<byte>(new byte[48], 12, 3, 15).Cast<uint>(); });
        Assert.Equal(-4, new ReadOnlyPlaneSpan<byte>(data, 12, 3, -16).Cast<uint>().Stride);
    }

    [Fact]
    public void Every_element_of_every_plane_lies_in_the_memory_beside_forbidden_pages()
    {
        using BoundedMemory memory = new(4096);
        Random random = new(11);
        for (int i = 0; i < 3000; i++)
        {
            int width = random.Next(1, 20);
            int height = random.Next(1, 20);
            int stride = (width + random.Next(5)) * (random.Next(2) == 0 ? 1 : -1);
            int needed = ((height - 1) * Math.Abs(stride)) + width;
            PlaneSpan<byte> end = new(memory.AtEnd(needed), width, height, stride);
            PlaneSpan<byte> start = new(memory.AtStart(needed), width, height, stride);
            end.Fill(1);
            ByteEdit.Invert(end);
            start.Fill(2);
            start.CopyTo(end);
            Assert.True(start.ContentEquals(end));
            Assert.Throws<ArgumentException>(() => { _ = new PlaneSpan<byte>(memory.AtEnd(needed - 1), width, height, stride); });
        }
    }
}
