using System.Globalization;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Emit;

/// <summary>Enums twice: verbatim for the raw layer, PascalCase for the safe one.</summary>
internal static class EnumEmitter
{
    public static void WriteRaw(CodeWriter writer, EnumModel model)
    {
        if (model.Entry.Flags)
        {
            writer.Line("[Flags]");
        }

        writer.Open($"public enum {model.Name} : {model.Underlying}");
        foreach (EnumMemberModel member in model.Members)
        {
            writer.Line($"{member.Name} = {Literal(model, member)},");
        }

        writer.Close();
        writer.Line();
    }

    public static string EmitPublic(NativeApi api)
    {
        CodeWriter writer = new();
        Banner.Write(writer, "The enums that the manifest marks public", api.GStreamerVersion);
        writer.Line("namespace GstMemInterop;");
        writer.Line();
        foreach (EnumModel model in api.Enums.Where(e => e.Entry.Public).OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            WritePublic(writer, model, api);
        }

        return writer.ToString();
    }

    private static void WritePublic(CodeWriter writer, EnumModel model, NativeApi api)
    {
        writer.Line($"/// <summary>GStreamer's <c>{model.Name}</c>.</summary>");
        if (model.Entry.Flags)
        {
            writer.Line("[Flags]");
        }

        writer.Open($"public enum {model.Name} : {model.Underlying}");
        foreach (EnumMemberModel member in model.Members.Concat(model.Entry.Combined.Select(c => Combined(api, model, c))))
        {
            writer.Line();
            writer.Line($"/// <summary><c>{member.Name}</c>.</summary>");
            writer.Line($"{PublicName(model, member.Name)} = {Literal(model, member)},");
        }

        writer.Close();
        writer.Line();
    }

    private static EnumMemberModel Combined(NativeApi api, EnumModel model, string name) =>
        api.Constants.FirstOrDefault(c => c.Name == name) is { } constant
            ? new EnumMemberModel(name, constant.Value)
            : throw new GeneratorException($"{model.Name} has 'with {name}': name that constant under \"constants\" too");

    /// <summary>The public name of one member; the tests use it to prove that twins agree.</summary>
    internal static string PublicName(EnumModel model, string member)
    {
        foreach ((string c, string csharp) in model.Entry.Renames)
        {
            if (c == member)
            {
                return csharp;
            }
        }

        string prefix = model.Entry.Prefix ?? CommonPrefix(model.Members);
        string rest = member.StartsWith(prefix, StringComparison.Ordinal)
            ? member[prefix.Length..]
            : throw new GeneratorException($"{member} does not start with {prefix}: give {model.Name} another prefix or rename the member");
        return model.Entry.KeepSpelling ? rest : Identifier.Pascal(rest);
    }

    private static string CommonPrefix(ValueList<EnumMemberModel> members)
    {
        string prefix = members[0].Name;
        foreach (EnumMemberModel member in members)
        {
            int length = 0;
            while (length < prefix.Length && length < member.Name.Length && prefix[length] == member.Name[length])
            {
                length++;
            }

            prefix = prefix[..length];
        }

        return prefix[..(prefix.LastIndexOf('_') + 1)];
    }

    private static string Literal(EnumModel model, EnumMemberModel member)
    {
        if (!model.Entry.Flags)
        {
            return member.Value.ToString(CultureInfo.InvariantCulture);
        }

        string hex = "0x" + ((uint)member.Value).ToString("x", CultureInfo.InvariantCulture);
        return member.Value < 0 ? $"unchecked((int){hex})" : hex;
    }
}
