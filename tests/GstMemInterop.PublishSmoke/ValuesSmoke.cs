namespace GstMemInterop.PublishSmoke;

/// <summary>Values of all kinds in structures, caps, tags and properties: generic reads and enumerations by name.</summary>
internal static class ValuesSmoke
{
    internal static void Structures()
    {
        using GstStructure inner = new("inner") { ["a"] = 1 };
        using GstStructure structure = new("my/thing") { ["width"] = 320, ["rate"] = new GstFraction(30, 1), ["state"] = GstState.Playing, ["formats"] = new[] { "NV12", "I420" }, ["inner"] = inner, ["time"] = TimeSpan.FromSeconds(1) };
        Expect.Equal(320L, structure.Get<long>("width"));
        Expect.Equal(GstState.Playing, structure.Get<GstState>("state"));
        Expect.Equal("playing", structure.Get<string>("state"));
        Expect.Equal(TimeSpan.FromSeconds(1), structure.Get<TimeSpan>("time"));
        using GstStructure parsed = GstStructure.Parse(structure.ToString());
        Expect.True(parsed.Equals(structure));
        using GstValueList formats = parsed.Get<GstValueList>("formats");
        Expect.Equal("I420", formats.ToArray<string>()[1]);
    }

    internal static void CapsAndTags()
    {
        using GstCaps caps = GstCaps.Create("video/x-raw", new GstCapsFeatures("memory:DMABuf"), ("format", "NV12"), ("width", new GstIntRange(16, 4096)));
        Expect.Equal(new GstIntRange(16, 4096), caps[0].Get<GstIntRange>("width"));
        Expect.Equal("memory:DMABuf", caps.GetFeatures()[0]);
        using GstTagList tags = new() { [GstTag.Title] = "Sunrise" };
        Expect.Equal("Sunrise", tags.Get<string>(GstTag.Title));
    }

    internal static void Properties()
    {
        using GstElement queue = GstElement.Create("queue");
        queue.SetProperty("leaky", "downstream");
        Expect.Equal("downstream", queue.GetProperty<string>("leaky"));
        Expect.True(queue.GetProperties().Any(static p => p.Name == "max-size-time" && p.ManagedType == typeof(ulong)));
    }
}
