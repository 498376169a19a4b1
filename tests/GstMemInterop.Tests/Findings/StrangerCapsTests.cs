using GstMemInterop.Tests.Infrastructure;
namespace GstMemInterop.Tests.Findings;

/// <summary>What strangers broke by caps: lists that C compares with the function of their first value.</summary>
public sealed class StrangerCapsTests
{
    [Theory]
    [InlineData("a/b,x={{1,2},3}")]
    [InlineData("a/b,x={{1,2},{3}}")]
    [InlineData("a/b,x={1,2.5}")]
    [InlineData("a/b,x={(int)1,(string)a}")]
    [InlineData("a/b,x={1,a}")]
    [InlineData("a/b,x={25,30000/1001}")]
    [InlineData("a/b,x={[1,2],2.5}")]
    [InlineData("a/b,x={<1,2>,3}")]
    [InlineData("a/b,x=<{1,2.5}>")]
    [InlineData("a/b,x={true,maybe}")]
    [InlineData("a/b,x={(int)1,(gint64)2}")]
    public void A_list_of_mixed_types_is_refused_with_a_way_out(string text)
    {
        FormatException refused = Assert.Throws<FormatException>(() => GstCaps.Parse(text));
        Assert.Contains("one type", refused.Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => GstPipeline.Launch($"fakesrc ! {text} ! fakesink"));
    }

    [Theory]
    [InlineData("a/b,x={1,[3,5],7}", "a/b,x={1,[3,6],7}")]
    [InlineData("a/b,x={25/1,30000/1001,[50/1,60/1]}", "a/b,x={25/1,50/1}")]
    [InlineData("a/b,x=(string){1,1b,2}", "a/b,x={(string)1,(string)b}")]
    [InlineData("a/b,x={<1,2>,<3,4>}", "a/b,x={<1,2>,<3,5>}")]
    [InlineData("a/b,x={1.0,2.5}", "a/b,x={1.0,[2.0,3.0]}")]
    [InlineData("a/b,x={progressive,mixed}", "a/b,x={progressive,interleaved}")]
    [InlineData("a/b,x={true,false}", "a/b,x={false,true}")]
    [InlineData("a/b,x={[a,y=(int)1],[b,y=(int)2]}", "a/b,x={[a,y=(int)1],[b,y=(int)3]}")]
    public void Lists_of_one_type_are_read_and_compared(string one, string other)
    {
        if (one.Contains("{[a", StringComparison.Ordinal))
        {
            Needs.GStreamerVersion("1.20", "structures in brackets");
        }

        using GstCaps first = GstCaps.Parse(one);
        using GstCaps second = GstCaps.Parse(other);
        using GstCaps again = GstCaps.Parse(first.ToString());
        Assert.Equal(first.Equals(second), second.Equals(first));
        Assert.Equal(first, again);
    }

    [Fact]
    public unsafe void What_C_writes_for_the_pads_of_every_element_is_read()
    {
        int read = 0;
        foreach (string text in TemplateTexts())
        {
            using GstCaps caps = GstCaps.Parse(text);
            read++;
        }

        Assert.True(read > 100, $"{read}");
    }

    private static unsafe List<string> TemplateTexts()
    {
        GStreamer.Initialize();
        List<string> texts = [];
        Native.GList* all = Native.LibGst.gst_registry_get_feature_list(Native.LibGst.gst_registry_get(), Native.LibGst.gst_element_factory_get_type());
        for (Native.GList* item = all; item is not null; item = item->next)
        {
            for (Native.GList* pad = Native.LibGst.gst_element_factory_get_static_pad_templates((Native.GstElementFactory*)item->data); pad is not null; pad = pad->next)
            {
                Native.GstCaps* caps = Native.LibGst.gst_static_pad_template_get_caps((Native.GstStaticPadTemplate*)pad->data);
                using GstCaps owned = GstCaps.Adopt((nint)caps);
                texts.Add(owned.ToString());
            }
        }

        Native.LibGst.gst_plugin_feature_list_free(all);
        return texts;
    }
}
