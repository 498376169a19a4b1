using System.Globalization;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Emit;

/// <summary>The layout table: the host's in full, for every other target what differs.</summary>
internal static class LayoutEmitter
{
    public static string Emit(NativeApi host, IReadOnlyList<(string Target, NativeApi Api)> others)
    {
        CodeWriter writer = new();
        Banner.Write(writer, "Sizes and offsets of every mirror", host.GStreamerVersion);
        writer.Line("namespace GstMemInterop.Native;");
        writer.Line();
        writer.Open("public static partial class Layout");
        List<string> hostRows = [.. Rows(host)];
        WriteTable(writer, "s_x86_64_linux", hostRows);
        HashSet<string> known = [.. hostRows];
        foreach ((string target, NativeApi api) in others)
        {
            WriteTable(writer, FieldName(target), [.. Rows(api).Where(r => !known.Contains(r))]);
        }

        writer.Close();
        return writer.ToString();
    }

    internal static IEnumerable<string> Rows(NativeApi api) => api.Records
        .OrderBy(r => r.Name, StringComparer.Ordinal)
        .SelectMany(r => Flatten(r, r.Name))
        .Select(Row);

    /// <summary>The record and the nameless ones inside it, each under the name of its C# mirror.</summary>
    internal static IEnumerable<(string Name, RecordModel Record)> Flatten(RecordModel record, string name)
    {
        yield return (name, record);
        foreach (FieldModel field in record.Fields)
        {
            CType type = field.Type is ArrayType array ? StructPlan.Flatten(array).Element : field.Type;
            if (type is AnonymousType nested)
            {
                foreach ((string, RecordModel) inner in Flatten(nested.Record, $"{name}.{nested.Record.Name}"))
                {
                    yield return inner;
                }
            }
        }
    }

    private static void WriteTable(CodeWriter writer, string name, List<string> rows)
    {
        writer.Line();
        writer.Line($"private static readonly TypeLayout[] {name} =");
        writer.OpenList();
        foreach (string row in rows)
        {
            writer.Line(row);
        }

        writer.Close("];");
    }

    private static string Row((string Name, RecordModel Record) item)
    {
        string fields = string.Join(", ", StructPlan.For(item.Record).Select(
            f => string.Create(CultureInfo.InvariantCulture, $"new(\"{f.Name}\", {f.Offset}, {f.Size})")));
        return string.Create(
            CultureInfo.InvariantCulture, $"new(\"{item.Name}\", {item.Record.Size}, {item.Record.Alignment}, [{fields}]),");
    }

    private static string FieldName(string target)
    {
        string[] parts = target.Split('-');
        return $"s_{parts[0]}_{parts[1]}";
    }
}
