using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using GstMemInterop.Tests.Gate;

namespace GstMemInterop.Tests.Conventions;

/// <summary>Each C function and macro around buffer memory: the public members whose documentation names it, or the reason why there is none.</summary>
internal static partial class CoverageTable
{
    internal const string ReasonsFile = "bindings/COVERAGE.reasons.txt";

    private const string Missing = "**missing**";

    // The first that matches has it.
    private static readonly (string Title, Regex Names)[] s_sections =
    [
        ("GstMiniObject", MiniObjects()),
        ("GstMemory, GstMapInfo", Memories()),
        ("GstAllocator, GstAllocationParams", Allocators()),
        ("GstBufferPool", Pools()),
        ("GstVideoBufferPool", VideoPools()),
        ("GstBufferList", Lists()),
        ("GstVideoMeta and the other video metas", VideoMetas()),
        ("GstAudioMeta and the other audio metas", AudioMetas()),
        ("GstBuffer and the metas of the core", Buffers()),
        ("GstMeta", Metas()),
        ("GstSample", Samples()),
        ("GstFdAllocator, GstDmaBufAllocator, GstShmAllocator and their like", Descriptors()),
    ];

    /// <summary>The headers whose macros must be in the table.</summary>
    internal static IReadOnlyList<string> Headers { get; } =
    [
        "gst/gstminiobject.h", "gst/gstmemory.h", "gst/gstallocator.h", "gst/gstbuffer.h", "gst/gstbufferlist.h", "gst/gstbufferpool.h",
        "gst/gstmeta.h", "gst/gstsample.h", "gst/video/gstvideometa.h", "gst/video/gstvideopool.h", "gst/audio/gstaudiometa.h",
        "gst/allocators/gstfdmemory.h", "gst/allocators/gstdmabuf.h", "gst/allocators/gstphysmemory.h",
    ];

    /// <summary>The rows: imports, names that members document, names with a reason.</summary>
    internal static SortedDictionary<string, string[]> Rows()
    {
        SortedDictionary<string, string[]> rows = new(StringComparer.Ordinal);
        foreach (string name in NativeSurface.Imports.Concat(Reasons().Keys).Where(static n => SectionOf(n) is not null))
        {
            rows[name] = [];
        }

        ApiDocumentation safe = ApiDocumentation.Safe;
        foreach (MemberInfo member in safe.Types.Concat(safe.Members))
        {
            string label = PreferOwner(member);
            foreach (string name in safe.NativeNamesOf(member).Where(n => rows.ContainsKey(n) || (SectionOf(n) is not null && NativeSurface.Macros.Contains(n))))
            {
                rows[name] = [.. rows.GetValueOrDefault(name, []).Append(label).Distinct().Order(StringComparer.Ordinal)];
            }
        }

        return rows;
    }

    /// <summary>Why a function has no member: one line each, <c>function | reason</c>; the reason <c>missing</c> is none.</summary>
    internal static Dictionary<string, string> Reasons() => File.ReadLines(Path.Combine(Checkout.Root, ReasonsFile))
        .Where(static l => l.Length > 0 && l[0] != '#')
        .Select(static l => l.Split('|', 2, StringSplitOptions.TrimEntries))
        .ToDictionary(static p => p[0], static p => p[1] == "missing" ? Missing : p[1], StringComparer.Ordinal);

    /// <summary>Drops the reasons of functions that members reach by now.</summary>
    internal static void Prune(IReadOnlyCollection<string> superfluous)
    {
        string file = Path.Combine(Checkout.Root, ReasonsFile);
        string[] kept = [.. File.ReadAllLines(file).Where(l => !superfluous.Contains(l.Split('|', 2, StringSplitOptions.TrimEntries)[0]))];
        File.WriteAllLines(file, kept);
    }

    internal static string? SectionOf(string name) => s_sections.FirstOrDefault(s => s.Names.IsMatch(name)).Title;

    internal static string Text()
    {
        SortedDictionary<string, string[]> rows = Rows();
        Dictionary<string, string> reasons = Reasons();
        int missing = rows.Count(r => r.Value.Length == 0 && reasons.GetValueOrDefault(r.Key, Missing) == Missing);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"""
            # What of GStreamer's memory API is reached, and by what

            {rows.Count} functions and macros: {rows.Count(static r => r.Value.Length > 0)} are reached, {rows.Count - missing - rows.Count(static r => r.Value.Length > 0)} need no member of their own for the reason given, {missing} are missing.

            What an owning type (`GstBuffer`, `GstMemory`, `GstBufferList`) can do its borrowing twin (`GstBufferRef`, …) can do too; only the first is named.
            The table is written from the members' XML documentation and `COVERAGE.reasons.txt`; a test compares it with both, with the
            installed libraries' symbols and with the macros of their headers. To write it again:
            `GSTMEMINTEROP_APPROVE=1 dotnet test tests/GstMemInterop.Tests --filter FullyQualifiedName~Conventions`.


            """);
        foreach ((string title, _) in s_sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {title}\n\n| C | C# |\n|---|---|\n");
            foreach ((string name, string[] members) in rows.Where(r => SectionOf(r.Key) == title))
            {
                string cell = members.Length > 0 ? string.Join(", ", members.Select(static m => $"`{m}`")) : reasons.GetValueOrDefault(name, Missing);
                text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {cell} |\n");
            }

            text.Append('\n');
        }

        return text.ToString().ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }

    // GstBuffer.Resize for GstBufferRef.Resize: the reader meets the owning type first.
    private static string PreferOwner(MemberInfo member)
    {
        Type? type = member.DeclaringType;
        Type? owner = type is { IsByRefLike: true } && type.Name.EndsWith("Ref", StringComparison.Ordinal)
            ? type.Assembly.GetType($"{type.Namespace}.{type.Name[..^3]}")
            : null;
        return owner is not null && owner.GetMember(member.Name).Length > 0 ? $"{CSharpText.NameOf(owner)}.{member.Name}" : ApiDocumentation.LabelOf(member);
    }

    [GeneratedRegex("mini_object|^GST_LOCK_", RegexOptions.IgnoreCase)]
    private static partial Regex MiniObjects();

    [GeneratedRegex("^gst_((is_|type_|value_[a-z]+_)?memory|map)(_|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Memories();

    [GeneratedRegex("^gst_(is_|type_)?(allocator|allocation_params)(?!_(fd|dmabuf|shm|udmabuf)$)(_|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Allocators();

    [GeneratedRegex("^gst_(is_|type_)?buffer_pool(?!.*video)", RegexOptions.IgnoreCase)]
    private static partial Regex Pools();

    [GeneratedRegex("video_buffer_pool|buffer_pool.*video", RegexOptions.IgnoreCase)]
    private static partial Regex VideoPools();

    [GeneratedRegex("^gst_(is_|type_|clear_|value_[a-z]+_)?buffer_list(_|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Lists();

    [GeneratedRegex("video_.*meta|buffer_[a-z]+_video_", RegexOptions.IgnoreCase)]
    private static partial Regex VideoMetas();

    [GeneratedRegex("audio_.*meta|buffer_[a-z]+_audio_.*meta", RegexOptions.IgnoreCase)]
    private static partial Regex AudioMetas();

    [GeneratedRegex("^gst_(is_|type_|clear_|value_[a-z]+_)?(buffer|parent_buffer_meta|reference_timestamp_meta|protection_meta)(_|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Buffers();

    [GeneratedRegex("^gst_(custom_)?meta_|^gst_(type_)?(custom_)?meta$", RegexOptions.IgnoreCase)]
    private static partial Regex Metas();

    [GeneratedRegex("^gst_(is_|type_|clear_|value_[a-z]+_)?sample(_|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Samples();

    [GeneratedRegex("^gst_(is_|type_|allocator_|caps_feature_memory_)?(fd|dmabuf|shm|udmabuf|drm_dumb|phys)(_|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Descriptors();
}
