namespace GstMemInterop.Tests.Caps;

public sealed class GstCapsFieldsTests
{
    [Fact]
    public void Caps_are_built_and_read_field_by_field()
    {
        using GstCaps caps = GstCaps.Create("video/x-raw", ("format", new[] { "NV12", "I420" }), ("width", new GstIntRange(16, 4096, 16)), ("framerate", new GstFraction(30, 1)), ("interlaced", false));
        using GstCaps text = GstCaps.Parse("video/x-raw, format={NV12, I420}, width=[16, 4096, 16], framerate=30/1, interlaced=false");
        Assert.Equal(text, caps);
        Assert.Equal(1, caps.Count);
        GstStructureRef first = caps[0];
        Assert.Equal("video/x-raw", first.Name);
        Assert.Equal(["NV12", "I420"], first.Get<GstValueList>("format").ToArray<string>());
        Assert.Equal(new GstIntRange(16, 4096, 16), first["width"]);
        Assert.Equal(new GstFraction(30, 1), first.Get<GstFraction>("framerate"));
        Assert.Equal(new GstFraction(30, 1), caps["framerate"]);
        Assert.False(first.Get<bool>("interlaced"));
        Assert.Equal(GstCapsFeatures.SystemMemory, caps.GetFeatures());
        Assert.Throws<ArgumentOutOfRangeException>(() => caps[1].Name);
        Assert.Throws<ArgumentOutOfRangeException>(() => caps[-1].Name);
    }

    [Fact]
    public void Structures_and_features_are_choices_in_order()
    {
        using GstStructure device = new("video/x-raw") { ["format"] = "NV12" };
        using GstStructure plain = new("video/x-raw") { ["format"] = "I420" };
        using GstCaps empty = GstCaps.CreateEmpty();
        using GstCaps one = empty.Append(device, new GstCapsFeatures("memory:DMABuf", "meta:GstVideoMeta"));
        using GstCaps two = one.Append(plain);
        Assert.Equal((0, 1, 2), (empty.Count, one.Count, two.Count));
        Assert.Equal(["memory:DMABuf", "meta:GstVideoMeta"], two.GetFeatures());
        Assert.True(two.GetFeatures(0).Contains("memory:DMABuf"));
        Assert.Equal(GstCapsFeatures.SystemMemory, two.GetFeatures(1));
        Assert.Equal("I420", two[1]["format"]);
        using GstCaps both = GstCaps.Create(device, plain);
        Assert.Equal(2, both.Count);
        using GstCaps joined = two.Append(both);
        Assert.Equal(4, joined.Count);
        using GstCaps dma = GstCaps.Create("video/x-raw", new GstCapsFeatures("memory:DMABuf"), ("format", "NV12"));
        using GstCaps parsed = GstCaps.Parse("video/x-raw(memory:DMABuf), format=NV12");
        Assert.Equal(parsed, dma);
        using GstCaps any = GstCaps.Create("video/x-raw", GstCapsFeatures.Any);
        Assert.True(any.GetFeatures().IsAny);
        using GstCaps all = GstCaps.CreateAny();
        using GstCaps still = all.Append(plain);
        Assert.True(still.IsAny);
    }

    [Fact]
    public void What_caps_cannot_compare_is_refused()
    {
        using GstTagList tags = new();
        using GstSample sample = GstSample.Create(null);
        using GstStructure inner = new("inner") { ["tags"] = tags };
        object[] refused = [tags, sample, GstCapsFeatures.Any, default(GstSegment), inner, new GstValueArray(sample), (sbyte)1];
        foreach (object value in refused)
        {
            Assert.True(Record.Exception(() => GstCaps.Create("a/b", ("f", value)).Dispose()) is ArgumentException, $"{value} was taken");
        }

        Assert.Throws<ArgumentException>(() => GstCaps.Create("a b"));
        Assert.Throws<ArgumentException>(() => new GstCapsFeatures("memory"));
        Assert.Throws<ArgumentException>(() => new GstCapsFeatures("memory:a b"));
        Assert.ThrowsAny<ArgumentException>(() => new GstCapsFeatures(""));
        Assert.Throws<ArgumentException>(() => new GstCapsFeatures("memory:\0"));
    }

    [Fact]
    public void A_borrow_ends_with_its_caps()
    {
        GstCaps caps = GstCaps.Create("a/b", ("x", 1));
        GstStructureRef borrowed = caps[0];
        using GstStructure copy = borrowed.Copy();
        caps.Dispose();
        bool refused = false;
        try
        {
            _ = borrowed.Name;
        }
        catch (ObjectDisposedException)
        {
            refused = true;
        }

        Assert.True(refused);
        Assert.Equal(1, copy["x"]);
    }

    [Fact]
    public void Caps_in_caps_have_an_end_and_a_text_of_bearable_length()
    {
        GstCaps caps = GstCaps.Create("a/b", ("x", 1));
        int depth = 0;
        try
        {
            for (; depth < 100; depth++)
            {
                using GstCaps inner = caps;
                caps = GstCaps.Create("a/b", ("x", inner));
            }
        }
        catch (ArgumentException)
        {
            caps = GstCaps.Create("a/b", ("y", 2)); // the inner ones are gone
        }

        Assert.InRange(depth, 2, 20);
        caps.Dispose();
        using GstStructure deep = GstStructure.Parse("a, x=[a, x=[a, x=[a, x=(int)1]]]");
        using GstCaps nested = GstCaps.Create(deep);
        Assert.InRange(nested.ToString().Length, 20, 1000);
    }
}
