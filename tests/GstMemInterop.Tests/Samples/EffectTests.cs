using EditInPlace;

namespace GstMemInterop.Tests.Samples;

/// <summary>The sample's effects against slow, obvious versions, at an odd size where strides are wider than rows.</summary>
public class EffectTests
{
    public static TheoryData<GstVideoFormat> Formats() => [.. FrameCanvas.Formats];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Invert_turns_every_value_and_leaves_alpha_and_padding(GstVideoFormat format)
    {
        GstVideoInfo info = GstVideoInfo.Create(format, 33, 17);
        byte[] before = Noise(info);
        byte[] after = Apply(info, before, "invert");
        bool fourth = info.PixelStride(0) == 4;
        HashSet<int> pixels = [.. Pixels(info, 0, 0, info.Width, info.Height)];
        for (int i = 0; i < before.Length; i++)
        {
            bool turned = pixels.Contains(i) && !(fourth && (i % info.Stride(0)) % 4 == 3);
            Assert.Equal(turned ? (byte)~before[i] : before[i], after[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Pixelate_changes_the_middle_only_and_keeps_its_average(GstVideoFormat format)
    {
        GstVideoInfo info = GstVideoInfo.Create(format, 161, 121);
        byte[] before = Noise(info);
        byte[] after = Apply(info, before, "pixelate");
        HashSet<int> middle = [.. Pixels(info, 40, 30, 81, 61)];
        int changed = 0;
        for (int i = 0; i < before.Length; i++)
        {
            Assert.True(before[i] == after[i] || middle.Contains(i), $"Byte {i} lies outside the middle and changed.");
            changed += before[i] != after[i] ? 1 : 0;
        }

        Assert.True(changed > middle.Count / 2);
        Assert.Equal(middle.Average(i => before[i]), middle.Average(i => after[i]), 1.0);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Box_and_text_paint_pixels_and_no_padding(GstVideoFormat format)
    {
        GstVideoInfo info = GstVideoInfo.Create(format, 161, 121);
        byte[] before = Noise(info);
        HashSet<int> pixels = [.. Pixels(info, 0, 0, info.Width, info.Height)];
        foreach (string effect in (string[])["box", "text"])
        {
            byte[] after = Apply(info, before, effect);
            Assert.Contains(Enumerable.Range(0, before.Length), i => before[i] != after[i]);
            Assert.All(Enumerable.Range(0, before.Length).Where(i => !pixels.Contains(i)), i => Assert.Equal(before[i], after[i]));
        }
    }

    private static byte[] Noise(GstVideoInfo info)
    {
        byte[] bytes = new byte[info.Size];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Apply(GstVideoInfo info, byte[] bytes, string effect)
    {
        using GstBuffer buffer = GstBuffer.CopyOf(bytes);
        using (WriteMapping map = buffer.MapWrite())
        {
            FrameCanvas canvas = new(new VideoFrameView(map, info, buffer.Borrow()));
            FrameEffect.Create(effect, "AB {0}").Apply(canvas, 3);
        }

        return buffer.ToArray();
    }

    /// <summary>Where in the buffer the bytes of a rectangle lie, one by one.</summary>
    private static IEnumerable<int> Pixels(GstVideoInfo info, int x, int y, int width, int height)
    {
        for (int plane = 0; plane < info.PlaneCount; plane++)
        {
            (int across, int down) = info.Subsampling(plane);
            int step = info.PixelStride(plane);
            for (int row = y / down; row < (y + height + down - 1) / down; row++)
            {
                for (int column = x / across * step; column < (x + width + across - 1) / across * step; column++)
                {
                    yield return (int)info.PlaneOffset(plane) + (row * info.Stride(plane)) + column;
                }
            }
        }
    }
}
