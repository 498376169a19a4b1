using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Emit;

/// <summary>One C header to one C# file: constants, enums, structs, imports.</summary>
internal static class HeaderEmitter
{
    public static string Emit(HeaderModel header, string version)
    {
        CodeWriter writer = new();
        Banner.Write(writer, header.Header, version);
        writer.Line("using System.Runtime.CompilerServices;");
        writer.Line("using System.Runtime.InteropServices;");
        writer.Line();
        writer.Line("namespace GstMemInterop.Native;");
        writer.Line();
        WriteConstants(writer, header.Constants);
        foreach (EnumModel model in header.Enums)
        {
            EnumEmitter.WriteRaw(writer, model);
        }

        foreach (string name in header.Opaque)
        {
            writer.Line($"/// <summary><c>{name}</c>: only ever pointed to.</summary>");
            writer.Line($"public partial struct {name};");
            writer.Line();
        }

        foreach (RecordModel record in header.Records)
        {
            StructEmitter.Write(writer, record, header.Header);
        }

        FunctionEmitter.Write(writer, header);
        return writer.ToString();
    }

    private static void WriteConstants(CodeWriter writer, ValueList<ConstantModel> constants)
    {
        if (constants.Count == 0)
        {
            return;
        }

        writer.Open("public static partial class GstConstants");
        foreach (ConstantModel constant in constants)
        {
            string literal = constant.CSharpType == "string" ? $"\"{constant.Literal}\"" : constant.Literal;
            writer.Line($"public const {constant.CSharpType} {constant.Name} = {literal};");
        }

        writer.Close();
        writer.Line();
    }
}
