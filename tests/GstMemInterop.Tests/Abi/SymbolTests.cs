using System.Reflection;
using System.Runtime.InteropServices;
using GstMemInterop.Native;
using Xunit;

namespace GstMemInterop.Tests.Abi;

/// <summary>Every import exists in the installed libraries, or its Since says why not.</summary>
public sealed unsafe class SymbolTests
{
    // Checked by disassembly, and in the sources of 1.18 to 1.28: leaf calls that neither block, nor call back, nor write to the debug
    // log (a bridge's function is C#). Growing this list needs the same proof.
    private static readonly string[] s_leafCalls =
    [
        "gst_allocation_params_init", "gst_buffer_find_memory", "gst_buffer_get_flags", "gst_buffer_get_max_memory",
        "gst_buffer_get_meta", "gst_buffer_get_n_meta", "gst_buffer_get_size", "gst_buffer_get_sizes", "gst_buffer_get_sizes_range",
        "gst_buffer_has_flags", "gst_buffer_iterate_meta", "gst_buffer_iterate_meta_filtered", "gst_buffer_list_calculate_size",
        "gst_buffer_list_get", "gst_buffer_list_length", "gst_buffer_n_memory", "gst_buffer_peek_memory", "gst_buffer_set_flags",
        "gst_buffer_unset_flags", "gst_memory_get_sizes", "gst_memory_is_type", "gst_meta_compare_seqnum", "gst_meta_get_seqnum",
        "gst_mini_object_is_writable", "gst_pad_probe_info_get_buffer", "gst_pad_probe_info_get_buffer_list", "gst_sample_get_buffer",
        "gst_sample_get_buffer_list", "gst_sample_get_caps", "gst_sample_get_info", "gst_sample_get_segment",
    ];

    private static IEnumerable<(MethodInfo Method, string Library)> Imports =>
        from type in MirrorTypes.Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public)
        let library = method.GetCustomAttribute<LibraryImportAttribute>()?.LibraryName ?? method.GetCustomAttribute<DllImportAttribute>()?.Value
        where library is not null
        select (method, library);

    [Fact]
    public void Every_import_resolves_or_is_newer_than_the_installed_version()
    {
        Version installed = InstalledVersion();
        string[] missing =
        [
            .. Imports
                .Where(i => !NativeLibraries.TryGetExport(i.Library, i.Method.Name, out _))
                .Where(i => SinceOf(i.Method) is not { } since || since <= installed)
                .Select(i => $"{i.Library}: {i.Method.Name}"),
        ];

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_library_is_imported_from_under_a_known_name() =>
        Assert.Equal(NativeLibraries.All.Order(), Imports.Select(i => i.Library).Distinct().Order());

    [Fact]
    public void Since_is_only_said_of_functions_above_the_floor() => Assert.All(
        Imports.Select(i => SinceOf(i.Method)).Where(v => v is not null),
        since => Assert.True(since > new Version(1, 16)));

    [Fact]
    public void Only_proven_leaf_calls_suppress_the_GC_transition() => Assert.Equal(
        s_leafCalls,
        Imports.Where(i => i.Method.GetCustomAttribute<SuppressGCTransitionAttribute>() is not null).Select(i => i.Method.Name)
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_signature_is_blittable() => Assert.All(
        Imports.SelectMany(i => i.Method.GetParameters().Select(p => p.ParameterType).Append(i.Method.ReturnType)),
        type => Assert.True(
            type.IsPointer || type.IsFunctionPointer || (type.IsValueType && type != typeof(bool) && type != typeof(char)), type.Name));

    [Fact]
    public void A_missing_library_is_reported_with_every_name_that_was_tried()
    {
        bool loaded = NativeLibraries.TryLoad("gst-no-such-library", out nint handle, out string? reason);

        Assert.False(loaded);
        Assert.Equal(0, handle);
        Assert.Contains("gst-no-such-library", reason, StringComparison.Ordinal);
        LibraryProbe probe = Assert.Single(NativeLibraries.Probes, p => p.Library == "gst-no-such-library");
        Assert.NotNull(probe.Error);
    }

    [Fact]
    public void A_missing_symbol_is_not_found() =>
        Assert.False(NativeLibraries.TryGetExport(NativeLibraries.Gst, "gst_no_such_function", out _));

    private static Version? SinceOf(MethodInfo method) =>
        method.GetCustomAttribute<SinceAttribute>() is { } since ? Version.Parse(since.Version) : null;

    private static Version InstalledVersion()
    {
        uint major, minor, micro, nano;
        LibGst.gst_version(&major, &minor, &micro, &nano);
        return new Version((int)major, (int)minor);
    }
}
