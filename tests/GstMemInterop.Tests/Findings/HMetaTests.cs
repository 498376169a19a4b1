using System.Collections;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Findings;

/// <summary>Section H: metas of the user's, their names, their handlers.</summary>
public class HMetaTests
{
    [Fact]
    public void H4_Tags_are_copied_and_proven()
    {
        Needs.GStreamerVersion("1.20", "custom structure metas");
        List<string> tags = ["memory", "video"];
        GstMetaRules rules = new() { Tags = tags };
        tags.Add("size");
        GstMeta<int> meta = GstMeta.Register<int>("H4TagsAreCopied", rules);
        Assert.Equal(["memory", "video"], meta.Api.Tags);
        Assert.Same(meta, GstMeta.Register<int>("H4TagsAreCopied", new GstMetaRules { Tags = ["memory", "video"] }));
        Assert.Throws<ArgumentException>(() => new GstMetaRules { Tags = ["a\0b"] });
        Assert.Throws<ArgumentException>(() => new GstMetaRules { Tags = [""] });
        Assert.ThrowsAny<ArgumentException>(() => new GstMetaRules { Tags = [null!] });
        Assert.ThrowsAny<ArgumentException>(() => new GstMetaRules { Tags = null! });
        Assert.Throws<ArgumentException>(() => GstCustomMeta.Register("H4CustomTags", ["a\0b"]));
        Assert.True(GstCustomMeta.Register("H4CustomTags", new Growing()));
    }

    [Theory]
    [InlineData("transform")]
    [InlineData("copy")]
    [InlineData("custom")]
    public void H13_A_handler_cannot_take_metas_from_under_the_copy(string kind)
    {
        Needs.GStreamerVersion(kind == "custom" ? "1.20" : "1.16", $"{kind} metas");
        GstBuffer source = GstBuffer.CopyOf([1, 2, 3]);
        int calls = 0, refused = 0;
        void TakeAll()
        {
            calls++;
            try
            {
                source.RemoveMetas(static _ => true);
            }
            catch (InvalidOperationException)
            {
                refused++;
            }
        }

        switch (kind)
        {
            case "transform":
                GstMeta<int> plain = GstMeta.Register("H13Transform", null, (ref int _, GstMetaTransform _) => { TakeAll(); return true; });
                source.AddMeta(plain, 1);
                source.AddMeta(plain, 2);
                break;
            case "copy":
                GstObjectMeta<string> held = GstObjectMeta.Register<string>("H13Copy", null, text => { TakeAll(); return text; });
                source.AddMeta(held, "one");
                source.AddMeta(held, "two");
                break;
            default:
                GstCustomMeta.Register("H13Custom", null, (_, target, _) => { TakeAll(); target.AddCustomMeta("H13Custom"); return true; });
                source.AddCustomMeta("H13Custom");
                source.AddCustomMeta("H13Custom");
                break;
        }

        using (GstBuffer copy = source.Copy())
        {
            Assert.Equal(2, copy.Metas.Count);
        }

        Assert.Equal((2, 2), (calls, refused));
        Assert.Equal(2, source.Metas.Count);
        Assert.Equal(2, source.RemoveMetas(static _ => true));
        source.Dispose();
    }

    [Fact]
    public void H13_A_handler_that_disposes_the_source_leaves_it_to_the_copy()
    {
        GstBuffer source = GstBuffer.CopyOf([1, 2, 3]);
        GstObjectMeta<string> meta = GstObjectMeta.Register<string>("H13Dispose", null, text => { source.Dispose(); return text; });
        source.AddMeta(meta, "one");
        source.AddMeta(meta, "two");
        using GstBuffer copy = source.Copy();
        Assert.Equal(2, copy.Metas.Count);
        Assert.True(source.IsDisposed);
    }

    [Fact]
    public void H13_A_handler_that_copies_its_own_buffer_is_refused_before_the_stack_ends()
    {
        using GstBuffer source = GstBuffer.CopyOf([1, 2, 3]);
        int calls = 0;
        GstObjectMeta<string> meta = GstObjectMeta.Register<string>("H13Again", null, text =>
        {
            calls++;
            source.Copy().Dispose();
            source.Copy().Dispose();
            return text;
        });
        source.AddMeta(meta, "one");
        using GstBuffer copy = source.Copy();
        Assert.InRange(calls, 1, 1000);
        Assert.Equal(1, source.Metas.Count);
    }

    [Fact]
    public void H13_A_release_that_changes_the_structure_it_left_finds_it_whole()
    {
        Needs.GStreamerVersion("1.20", "custom structure metas");
        GstCustomMeta.Register("H13Structure");
        using GstBuffer buffer = GstBuffer.CopyOf([1]);
        buffer.AddCustomMeta("H13Structure");
        int released = 0;
        GstBuffer Held() => GstBuffer.Wrap(new byte[4].AsMemory(), () =>
        {
            released++;
            Assert.True(buffer.TryGetCustomMeta("H13Structure", out GstCustomMetaRef meta));
            meta.Structure.Clear();
            for (int i = 0; i < 100; i++)
            {
                meta.Structure.Set("field" + i, i);
            }
        });

        foreach (string way in (string[])["set", "remove", "clear", "meta"])
        {
            Assert.True(buffer.TryGetCustomMeta("H13Structure", out GstCustomMetaRef meta));
            using (GstBuffer held = Held())
            {
                meta.Structure.Set("held", held);
            }

            int before = released;
            switch (way)
            {
                case "set": meta.Structure.Set("held", 1); break;
                case "remove": meta.Structure.Remove("held"); break;
                case "clear": meta.Structure.Clear(); break;
                default:
                    buffer.AddCustomMeta("H13Structure");
                    buffer.RemoveMeta(meta.Meta);
                    break;
            }

            Assert.Equal(before + 1, released);
            Assert.True(buffer.TryGetCustomMeta("H13Structure", out meta));
            Assert.Equal(100, meta.Structure.Count);
        }
    }

    [Theory]
    [InlineData("GstVideoMeta")]
    [InlineData("GstVideoCaptionMeta")]
    [InlineData("GstNobodyHasThisYetMeta")]
    public void H18_A_name_of_GStreamers_own_is_refused_before_GStreamer_wants_it(string name)
    {
        Needs.GStreamerVersion("1.20", "custom structure metas");
        Assert.Throws<InvalidOperationException>(() => GstMeta.Register<int>(name));
        Assert.Throws<InvalidOperationException>(() => GstObjectMeta.Register<string>(name));
        Assert.Throws<InvalidOperationException>(() => GstCustomMeta.Register(name));
        using GstBuffer buffer = GstBuffer.Allocate(64 * 64);
        buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY8, 64, 64);
        Assert.True(buffer.TryGetVideoMeta(out _));
    }

    [Fact]
    public void H20_The_greatest_height_is_a_number_too()
    {
        using GstBuffer buffer = GstBuffer.Allocate(100);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.AddVideoMeta(GstVideoFrameFlags.Onefield, GstVideoFormat.GRAY8, 1, int.MaxValue, [0], [1]));
        using GstBuffer empty = GstBuffer.Create();
        GstVideoMetaRef meta = empty.AddVideoMeta(GstVideoFrameFlags.Onefield, GstVideoFormat.GRAY8, 1, int.MaxValue, [0], [1]);
        Assert.Equal(int.MaxValue, meta.Height);
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(0, 0, int.MaxValue, int.MaxValue)]
    [InlineData(0, 0, 1, 0)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(0, 1, 0, 0)]
    public void I11_A_padding_that_the_planes_have_no_room_for_is_not_theirs(int top, int bottom, int left, int right)
    {
        using GstBuffer buffer = GstBuffer.Allocate(64 * 64);
        GstVideoMetaRef meta = buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY8, 64, 64);
        Assert.False(meta.TrySetPadding(new GstVideoPadding(top, bottom, left, right)));
        Assert.Equal(default, meta.Padding);
        Assert.True(meta.TrySetPadding(default));
    }

    [Fact]
    public void I11_A_padding_that_fits_is_taken()
    {
        using GstBuffer buffer = GstBuffer.Allocate(80 * 70);
        GstVideoMetaRef meta = buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY8, 64, 64, [(2 * 80) + 8], [80]);
        Assert.True(meta.TrySetPadding(new GstVideoPadding(2, 4, 8, 8)));
        Assert.Equal(new GstVideoPadding(2, 4, 8, 8), meta.Padding);
    }

    /// <summary>Longer each time it is asked.</summary>
    private sealed class Growing : IReadOnlyList<string>
    {
        private int _count = 1;

        public int Count => _count++;

        public string this[int index] => "tag" + index;

        public IEnumerator<string> GetEnumerator()
        {
            for (int i = 0; i < 5; i++)
            {
                yield return "tag" + i;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
