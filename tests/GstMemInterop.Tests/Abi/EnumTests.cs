using System.Reflection;
using Xunit;

namespace GstMemInterop.Tests.Abi;

/// <summary>The public enums say what GStreamer's say.</summary>
public sealed class EnumTests
{
    public static TheoryData<string> Twins =>
    [
        "GstMemoryFlags", "GstBufferFlags", "GstBufferCopyFlags", "GstPadProbeType", "GstPadLinkReturn", "GstPadProbeReturn", "GstFlowReturn", "GstState",
        "GstStateChangeReturn", "GstMessageType", "GstPadDirection", "GstMetaFlags", "GstEventType", "GstQueryType", "GstFormat",
        "GstVideoFormat", "GstVideoFrameFlags", "GstAudioFormat", "GstAudioLayout",
        "GstBufferPoolAcquireFlags", "GstFdMemoryFlags", "GstAllocatorFlags", "GstSegmentFlags",
        "GstDebugColorFlags", "GstDebugLevel",
        "GstAudioChannelPosition", "GstVideoChromaSite", "GstVideoColorMatrix", "GstVideoColorPrimaries", "GstVideoColorRange", "GstVideoFieldOrder",
        "GstVideoMultiviewFlags", "GstVideoMultiviewMode", "GstVideoTransferFunction",
        "GstMapFlags", "GstDebugGraphDetails", "GstSeekFlags", "GstSeekType", "GstQOSType", "GstProgressType", "GstVideoInterlaceMode", "GstAppStreamType",
        "GstTagMergeMode", "GstTagFlag", "GstTagScope",
    ];

    [Theory]
    [MemberData(nameof(Twins))]
    public void Public_enum_has_the_names_and_values_of_its_raw_twin(string name)
    {
        Type visible = typeof(GstFlowReturn).Assembly.GetType($"GstMemInterop.{name}")!;
        Type raw = MirrorTypes.Find(name);

        Assert.Equal(Enum.GetUnderlyingType(raw), Enum.GetUnderlyingType(visible));
        Assert.Equal(raw.GetCustomAttribute<FlagsAttribute>() is null, visible.GetCustomAttribute<FlagsAttribute>() is null);
        FieldInfo[] rawMembers = raw.GetFields(BindingFlags.Public | BindingFlags.Static);
        FieldInfo[] visibleMembers = visible.GetFields(BindingFlags.Public | BindingFlags.Static);
        FieldInfo[] combined = visibleMembers[rawMembers.Length..]; // C has macros for these
        visibleMembers = visibleMembers[..rawMembers.Length];
        Assert.Equal(name == "GstBufferCopyFlags" ? ["Metadata", "All"] : [], combined.Select(static m => m.Name));
        Assert.Equal(rawMembers.Select(m => m.GetRawConstantValue()), visibleMembers.Select(m => m.GetRawConstantValue()));
        Assert.All(rawMembers.Zip(visibleMembers), pair =>
            Assert.EndsWith(Bare(pair.Second.Name), Bare(pair.First.Name), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_public_enum_with_a_raw_twin_is_compared()
    {
        string[] visible =
        [
            .. typeof(GstFlowReturn).Assembly.GetExportedTypes()
                .Where(t => t.IsEnum && t.Namespace == "GstMemInterop" && MirrorTypes.Assembly.GetType($"GstMemInterop.Native.{t.Name}") is not null)
                .Select(t => t.Name).Order(StringComparer.Ordinal),
        ];

        Assert.Equal(Twins.Select(row => row.Data).Order(StringComparer.Ordinal), visible);
    }

    [Fact]
    public void Names_and_values_that_users_write_are_the_expected_ones()
    {
        Assert.Equal(2u, (uint)GstMemoryFlags.ReadOnly);
        Assert.Equal((uint)Native.GstConstants.GST_BUFFER_COPY_ALL, (uint)GstBufferCopyFlags.All);
        Assert.Equal((uint)Native.GstConstants.GST_BUFFER_COPY_METADATA, (uint)GstBufferCopyFlags.Metadata);
        Assert.Equal(0, (int)GstPadProbeReturn.Drop);
        Assert.Equal(1, (int)GstPadProbeReturn.Ok);
        Assert.Equal(-5, (int)GstFlowReturn.Error);
        Assert.Equal(-1, (int)GstMessageType.Any);
        Assert.Equal(2, (int)GstVideoFormat.I420);
        Assert.Equal("GRAY8", GstVideoFormat.GRAY8.ToString());
        Assert.Equal(4, (int)GstState.Playing);
    }

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
