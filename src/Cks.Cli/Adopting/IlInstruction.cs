using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Cks.Cli;

/// <summary>One instruction of a method.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Code">What it does.</param>
/// <param name="Operand">Its operand as a number: a token, the target of a branch, a constant, the number of a variable.</param>
/// <param name="Next">Where the next one begins.</param>
/// <param name="Targets">Where it may lead beside the next one.</param>
internal readonly record struct IlInstruction(int Offset, OpCode Code, int Operand, int Next, IReadOnlyList<int> Targets)
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    /// <summary>Takes the code of a method apart; <see langword="null"/> where it is none.</summary>
    public static IReadOnlyList<IlInstruction>? Read(byte[] il)
    {
        var read = new List<IlInstruction>();
        for (var at = 0; at < il.Length;)
        {
            var start = at;
            short value = il[at++];
            if (value == 0xFE && at < il.Length)
                value = (short)(0xFE00 | il[at++]);
            if (!Codes.TryGetValue(value, out var code))
                return null;
            var size = code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                _ => 4,
            };
            if (at + size > il.Length)
                return null;
            var operand = size switch { 1 => (sbyte)il[at], 2 => BinaryPrimitives.ReadUInt16LittleEndian(il.AsSpan(at)), 4 => BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at)), _ => 0 };
            at += size;
            if (code.OperandType == OperandType.ShortInlineVar)
                operand &= 0xFF;
            IReadOnlyList<int> targets = [];
            if (code.OperandType is OperandType.ShortInlineBrTarget or OperandType.InlineBrTarget)
                targets = [operand = unchecked(at + operand)];
            if (code.OperandType == OperandType.InlineSwitch)
            {
                if (operand < 0 || operand > (il.Length - at) / 4)
                    return null;
                var (table, after) = (at, at + (operand * 4));
                targets = [.. Enumerable.Range(0, operand).Select(i => unchecked(after + BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(table + (i * 4)))))];
                at = after;
            }

            read.Add(new(start, code, operand, at, targets));
        }

        return read;
    }
}
