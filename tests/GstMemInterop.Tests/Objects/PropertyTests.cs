using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Objects;

public sealed class PropertyTests
{
    [Fact]
    public void Properties_tell_what_they_are()
    {
        using GstElement queue = GstElement.Create("queue");
        IReadOnlyList<GstPropertyInfo> all = queue.GetProperties();
        Assert.Contains(all, static p => p.Name == "name");
        GstPropertyInfo size = Assert.Single(all, static p => p.Name == "max-size-buffers");
        Assert.Equal(("guint", typeof(uint), "GstQueue"), (size.TypeName, size.ManagedType, size.OwnerTypeName));
        Assert.Equal((0u, uint.MaxValue, 200u), (size.Minimum, size.Maximum, size.DefaultValue));
        Assert.True(size.IsReadable && size.IsWritable && !size.IsConstructOnly && !size.IsDeprecated);
        Assert.Equal(GstState.Playing, size.MutableIn);
        Assert.NotEmpty(size.Description);
        GstPropertyInfo leaky = queue.FindProperty("leaky")!;
        Assert.Equal(["no", "upstream", "downstream"], leaky.Values.Select(static v => v.Nick));
        Assert.Equal((0, "no"), (leaky.DefaultValue, leaky.DefaultText));
        Assert.False(queue.FindProperty("current-level-bytes")!.IsWritable);
        Assert.Null(queue.FindProperty("nothing"));
        using GstElement source = GstElement.Create("videotestsrc");
        Assert.True(source.FindProperty("xoffset")!.IsWritable);
        using GstPad pad = source.GetPad("src");
        Assert.True(pad.FindProperty("direction")!.IsConstructOnly);
        Assert.Equal(typeof(GstCaps), pad.FindProperty("caps")!.ManagedType);
    }

    [Fact]
    public void A_property_is_read_as_the_type_that_is_named()
    {
        using GstElement queue = GstElement.Create("queue");
        queue.SetProperty("leaky", "downstream");
        Assert.Equal("downstream", queue.GetProperty<string>("leaky"));
        Assert.Equal("GstQueueLeaky", queue.GetProperty<GstEnumValue>("leaky").TypeName);
        queue.SetProperty("leaky", new GstEnumValue("GstQueueLeaky", "upstream"));
        Assert.Equal(1, queue.GetProperty("leaky"));
        queue.SetProperty("max-size-time", TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), queue.GetProperty<TimeSpan>("max-size-time"));
        Assert.Equal(GstClockTime.FromSeconds(3), queue.GetProperty<GstClockTime>("max-size-time"));
        Assert.Throws<InvalidCastException>(() => queue.GetProperty<GstCaps>("leaky"));
        Assert.Throws<ArgumentException>(() => queue.SetProperty("leaky", new GstEnumValue("GstState", "playing")));
        Assert.Throws<ArgumentException>(() => queue.SetProperty("max-size-buffers", 1.5));
        queue.SetProperty("max-size-buffers", 2.0);
        Assert.Equal(2u, queue["max-size-buffers"]);
        using GstPad pad = queue.GetPad("src");
        pad.SetProperty("offset", 5L);
        Assert.Equal(5L, pad.GetProperty<long>("offset"));
        Assert.Throws<ArgumentException>(() => pad.SetProperty("caps", null));
        Assert.Throws<ArgumentException>(() => pad.GetProperty("nothing"));
    }

    [Fact]
    public void Structures_arrays_fractions_and_bits_go_through_properties_and_signals()
    {
        using GstElement convert = GstElement.Create("audioconvert");
        float[][] matrix = [[0.5f, 0.5f], [1f, 0f]];
        convert["mix-matrix"] = matrix;
        using (GstValueArray rows = convert.GetProperty<GstValueArray>("mix-matrix"))
        {
            Assert.Equal(2, rows.Count);
            Assert.Equal([0.5f, 0.5f], rows.Get<GstValueArray>(0).ToArray<float>());
            convert["mix-matrix"] = rows;
            convert["mix-matrix"] = new GstValueArray(new GstValueArray(1, 0), new GstValueArray(0, 1)); // whole numbers become what the property declares
            Assert.Throws<ArgumentException>(() => convert["mix-matrix"] = new object[] { "a" });
            Assert.Throws<ArgumentException>(() => convert["mix-matrix"] = 5);
        }

        using (GstValueArray rows = convert.GetProperty<GstValueArray>("mix-matrix"))
        {
            Assert.Equal([1f, 0f], rows.Get<GstValueArray>(0).ToArray<float>());
        }

        if (GstElement.Exists("rtprtxsend"))
        {
            using GstElement send = GstElement.Create("rtprtxsend");
            using GstStructure map = new("map") { ["96"] = 97u };
            send["payload-type-map"] = map;
        }

        if (GstElement.Exists("rtpbin"))
        {
            using GstElement bin = GstElement.Create("rtpbin");
            using GstStructure sdes = new("application/x-rtp-source-sdes") { ["cname"] = "me", ["tool"] = "test" };
            bin["sdes"] = sdes;
            using GstStructure read = bin.GetProperty<GstStructure>("sdes");
            Assert.Equal("me", read["cname"]);
        }

        if (GstElement.Exists("rtpptdemux"))
        {
            using GstElement demux = GstElement.Create("rtpptdemux");
            using GstSignalConnection connection = demux.Connect("request-pt-map", static (ref GstSignal s) =>
            {
                using GstCaps caps = GstCaps.Create("application/x-rtp", ("payload", s.Get<int>(0)), ("clock-rate", 90000));
                s.Result = caps;
            });
        }
    }

    [Fact]
    public void All_properties_of_all_elements_are_read_and_set_to_what_they_tell()
    {
        int set = 0, read = 0;
        List<string> misread = [];
        foreach (string factory in InstalledElements.Names())
        {
            GstElement element;
            try
            {
                element = GstElement.Create(factory);
            }
            catch (GstException)
            {
                continue;
            }

            using (element)
            {
                foreach (GstPropertyInfo property in element.GetProperties())
                {
                    Assert.NotEmpty(property.Name);
                    if (!property.IsReadable)
                    {
                        continue;
                    }

                    object? value = element[property.Name];
                    read++;
                    if (value is not null && !property.ManagedType.IsInstanceOfType(value) && value is not GstOpaqueValue)
                    {
                        misread.Add($"{factory}.{property.Name} is {value.GetType()}, not {property.ManagedType}");
                    }

                    foreach (object? next in new[] { value, property.DefaultValue, property.Minimum, property.Maximum, value })
                    {
                        set += property.IsWritable && property.Name is not ("name" or "parent") && TrySet(element, property.Name, next) ? 1 : 0;
                    }

                    (value as IDisposable)?.Dispose();
                }
            }
        }

        Assert.Empty(misread);
        Assert.True(read > 3000 && set > 5000, $"{read} were read, {set} set");
    }

    private static bool TrySet(GstElement element, string property, object? value)
    {
        try
        {
            element[property] = value;
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
