using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>
/// The one check of names that go to C and stay there: of allocators and their memory types, metas, tags, pool options. C cuts
/// a text at a zero character, complains on the console about others, and believes whoever comes first.
/// </summary>
internal static class NativeName
{
    /// <summary>Every type that GStreamer registers begins so, those of plugins that are not loaded yet too.</summary>
    private const string GStreamersPrefix = "Gst";

    /// <summary>Kinds of memory that C code takes a memory of that name for, and reads in its own way.</summary>
    private static readonly HashSet<string> s_memoryTypes =
    [
        "SystemMemory", "fd", "dmabuf", "shm", "udmabuf", "drmdumb", "KMSMemory", "GLMemory", "GLMemoryPBO", "GLMemoryEGL", "GLBuffer",
        "GLBaseBuffer", "VulkanBufferMemory", "VulkanImageMemory", "VulkanMemory", "CUDAMemory", "D3D11Memory", "D3D12Memory", "VAMemory", "VASurface", "AMCMemory",
    ];

    /// <summary>Proves that a text can name something at all.</summary>
    /// <param name="name">The name.</param>
    /// <param name="what">What it names, as the exception says it: "a tag".</param>
    /// <param name="parameter">The caller's parameter.</param>
    /// <exception cref="ArgumentException">It is empty, or holds a zero character.</exception>
    internal static void Check([System.Diagnostics.CodeAnalysis.NotNull] string? name, string what, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"\"{name.Replace("\0", "\\0", StringComparison.Ordinal)}\" cannot name {what}: it holds a zero character, which would end it early in C.", parameter);
        }
    }

    /// <summary>Proves names, and takes them out of a list that others may change meanwhile: it is read once, from the first to the last.</summary>
    /// <exception cref="ArgumentException">One of them cannot be a name.</exception>
    internal static string[] Copy(IEnumerable<string> names, string what, [CallerArgumentExpression(nameof(names))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        List<string> copy = [];
        foreach (string name in names)
        {
            Check(name, what, parameter);
            copy.Add(name);
        }

        return copy.ToArray();
    }

    /// <summary>Proves that a name can be that of a meta of ours: it becomes the name of a type.</summary>
    /// <exception cref="ArgumentException">GObject would not take it.</exception>
    internal static void CheckMeta(string name)
    {
        Check(name, "a meta");
        bool valid = name.Length >= 3 && (char.IsAsciiLetter(name[0]) || name[0] == '_');
        foreach (char c in name)
        {
            valid &= char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+';
        }

        if (!valid)
        {
            throw new ArgumentException($"'{name}' cannot name a meta: use three or more letters, digits, '-', '_' or '+', and begin with a letter.", nameof(name));
        }
    }

    /// <summary>Proves that no type of the process has the name, and that no plugin that is loaded later will want it.</summary>
    /// <exception cref="InvalidOperationException">It is taken.</exception>
    internal static void RequireFreeType(string name)
    {
        if (name.StartsWith(GStreamersPrefix, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The name '{name}' is GStreamer's: all that begin with '{GStreamersPrefix}' are, also those that nobody in this process has used yet. Begin the name of the meta with that of your application.");
        }

        if (NativeClass.IsTaken(name))
        {
            throw new InvalidOperationException($"The name '{name}' is taken by another type in this process. Choose another name for the meta.");
        }
    }

    /// <summary>Proves that a C# allocator may call its memory so.</summary>
    /// <exception cref="ArgumentException">It is no name, or names a kind of memory of GStreamer's own.</exception>
    internal static void CheckMemoryType(string memoryType)
    {
        Check(memoryType, "a kind of memory");
        if (s_memoryTypes.Contains(memoryType))
        {
            throw new ArgumentException($"'{memoryType}' is a kind of memory of GStreamer's own: C code would take these memories for its own and read what is not there. Choose another name.", nameof(memoryType));
        }
    }
}

/// <summary>A null-terminated array of C strings for the length of a call. The names are proven and copied before.</summary>
internal readonly unsafe ref struct NativeTextArray
{
    private readonly byte** _texts;

    internal NativeTextArray(string[] names)
    {
        _texts = (byte**)NativeMemory.AllocZeroed((nuint)names.Length + 1, (nuint)sizeof(nint));
        for (int i = 0; i < names.Length; i++)
        {
            _texts[i] = (byte*)Marshal.StringToCoTaskMemUTF8(names[i]);
        }
    }

    internal byte** Pointer => _texts;

    public void Dispose()
    {
        for (byte** text = _texts; *text is not null; text++)
        {
            Marshal.FreeCoTaskMem((nint)(*text));
        }

        NativeMemory.Free(_texts);
    }
}
