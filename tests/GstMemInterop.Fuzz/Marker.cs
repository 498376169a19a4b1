using System.IO.MemoryMappedFiles;
using System.Text;

namespace GstMemInterop.Fuzz;

/// <summary>Says what runs right now, in a mapped file: it is still there when this process is not.</summary>
internal sealed class Marker : IDisposable
{
    private const int Size = 512;

    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;

    internal Marker(string? path)
    {
        if (path is not null)
        {
            _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, Size);
            _view = _file.CreateViewAccessor();
        }
    }

    /// <summary>What was set last, in this process.</summary>
    internal static string Current { get; private set; } = "";

    internal void Set(string text)
    {
        Current = text;
        if (_view is null)
        {
            return;
        }

        byte[] bytes = new byte[Size];
        Encoding.UTF8.GetBytes(text.AsSpan(0, Math.Min(text.Length, 200)), bytes);
        _view.WriteArray(0, bytes, 0, Size);
    }

    internal static string Read(string path) =>
        File.Exists(path) ? Encoding.UTF8.GetString(File.ReadAllBytes(path)).TrimEnd('\0') : "";

    public void Dispose()
    {
        _view?.Dispose();
        _file?.Dispose();
    }
}
