using System.Text;

namespace GstMemInterop.Generator.Emit;

/// <summary>Indented text with line feeds only, so that output is the same on every machine.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _blankPending;
    private bool _atStart = true;

    public void Line(string text = "")
    {
        if (text.Length == 0)
        {
            _blankPending = !_atStart;
            return;
        }

        if (_blankPending)
        {
            _text.Append('\n');
            _blankPending = false;
        }

        _text.Append(' ', _depth * 4).Append(text).Append('\n');
        _atStart = false;
    }

    public void Open(string? header = null)
    {
        if (header is not null)
        {
            Line(header);
        }

        Line("{");
        _depth++;
        _atStart = true;
    }

    public void OpenList()
    {
        Line("[");
        _depth++;
        _atStart = true;
    }

    public void Close(string text = "}")
    {
        _depth--;
        _blankPending = false;
        Line(text);
    }

    public override string ToString() => _text.ToString();
}
