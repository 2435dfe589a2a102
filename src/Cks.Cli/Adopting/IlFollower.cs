using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Cks.Cli;

/// <summary>
/// Follows the code of a method from its first instruction to its last, as far as what is on the stack is certain: where two ways meet nothing is known of what came before. What it reports of a call holds for
/// every run that makes this call.
/// </summary>
/// <param name="assembly">Whose code it is.</param>
/// <param name="called">What is told of each call: the method and its arguments, the object first.</param>
internal sealed class IlFollower(AppAssembly assembly, Func<IlCall, IlValue[], IlValue?> called)
{
    private const int LongestArray = 100;
    private const int DeepestStack = 1_000;

    private readonly List<IlValue> _stack = [];
    private readonly Dictionary<int, IlValue> _locals = [];
    private readonly HashSet<int> _addressed = [];

    /// <summary>Follows a method.</summary>
    /// <param name="handle">The method.</param>
    /// <param name="last">What is known of its last argument.</param>
    /// <param name="isStraight">Whether it must not branch.</param>
    /// <returns>Whether it could be followed.</returns>
    public bool Follow(MethodDefinitionHandle handle, IlValue? last, bool isStraight)
    {
        var method = assembly.Reader.GetMethodDefinition(handle);
        if (IlInstruction.Read(assembly.CodeOf(method)) is not { Count: > 0 } code)
            return false;
        var remembered = Remembered(code);
        var inside = remembered.SelectMany(r => r.Value.Inside).ToHashSet();
        var targets = code.Where(i => !inside.Contains(i.Offset)).SelectMany(i => i.Targets).ToHashSet();
        if (isStraight && (targets.Count > 0 || assembly.Catches(method)))
            return false;
        var signature = SignatureNames.Of(assembly.Reader, method);
        var argument = last is null ? -1 : signature.ParameterTypes.Length - (signature.Header.IsInstance ? 0 : 1);
        // A variable whose address is taken may be written by it at any time.
        _addressed.UnionWith(code.Where(i => i.Code == OpCodes.Ldloca || i.Code == OpCodes.Ldloca_S).Select(i => i.Operand));
        foreach (var instruction in code)
        {
            if (targets.Contains(instruction.Offset))
                Forget();
            if (remembered.TryGetValue(instruction.Offset, out var kept))
                Push(new IlMethod(kept.Method));
            else if (!inside.Contains(instruction.Offset))
                Step(instruction, argument, last);
        }

        return true;
    }

    private void Step(IlInstruction instruction, int argument, IlValue? last)
    {
        var (code, operand) = (instruction.Code, instruction.Operand);
        if (code == OpCodes.Ldstr)
            Push(MetadataTokens.Handle(operand) is { Kind: HandleKind.UserString } text ? new IlText(assembly.Reader.GetUserString((UserStringHandle)text)) : IlValue.Unknown);
        else if (code.Name!.StartsWith("ldc.i4", StringComparison.Ordinal))
            Push(new IlNumber(code == OpCodes.Ldc_I4 || code == OpCodes.Ldc_I4_S ? operand : code == OpCodes.Ldc_I4_M1 ? -1 : code.Value - OpCodes.Ldc_I4_0.Value));
        else if (code == OpCodes.Ldftn)
            Push(MetadataTokens.EntityHandle(operand) is { Kind: HandleKind.MethodDefinition } method ? new IlMethod((MethodDefinitionHandle)method) : IlValue.Unknown);
        else if (code == OpCodes.Dup)
            Push(_stack.Count > 0 ? _stack[^1] : IlValue.Unknown);
        else if (Number(code, OpCodes.Ldarg_0, OpCodes.Ldarg_3, OpCodes.Ldarg_S, OpCodes.Ldarg, operand) is { } loaded)
            Push(last is not null && loaded == argument ? last : IlValue.Unknown);
        else if (Number(code, OpCodes.Ldloc_0, OpCodes.Ldloc_3, OpCodes.Ldloc_S, OpCodes.Ldloc, operand) is { } local)
            Push(_addressed.Contains(local) ? IlValue.Unknown : _locals.GetValueOrDefault(local, IlValue.Unknown));
        else if (Number(code, OpCodes.Stloc_0, OpCodes.Stloc_3, OpCodes.Stloc_S, OpCodes.Stloc, operand) is { } stored)
            _locals[stored] = Pop();
        else if (code == OpCodes.Newarr)
            Push(Pop() is IlNumber { Value: >= 0 and <= LongestArray } length ? new IlTexts([.. Enumerable.Repeat(IlValue.Unknown, length.Value)]) : IlValue.Unknown);
        else if (code == OpCodes.Stelem_Ref)
            Store();
        else if (code == OpCodes.Call || code == OpCodes.Callvirt || code == OpCodes.Newobj)
            Call(operand, code == OpCodes.Newobj);
        else
            Other(code);
        if (code.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
            Forget();
    }

    private void Call(int token, bool isNew)
    {
        if (IlCall.Of(assembly, token) is not { } call)
        {
            Forget();
            return;
        }

        var arguments = new IlValue[call.Parameters.Count + (call.IsInstance && !isNew ? 1 : 0)];
        for (var i = arguments.Length - 1; i >= 0; i--)
            arguments[i] = Pop();
        var result = Made(call, isNew, arguments) ?? called(call, arguments);
        if (result is null)
            Lose(arguments, call);
        if (isNew || call.Returns)
            Push(result ?? IlValue.Unknown);
    }

    // A delegate is its method, and what the compiler makes of a list in brackets is its items.
    private static IlValue? Made(IlCall call, bool isNew, IlValue[] arguments) => !isNew || call.Name != ".ctor" ? null : arguments switch
    {
        [_, IlMethod method] => method,
        [IlTexts texts] when call.Type.StartsWith("<>z__ReadOnlyArray", StringComparison.Ordinal) => texts,
        [IlText text] when call.Type.StartsWith("<>z__ReadOnlySingleElementList", StringComparison.Ordinal) => new IlTexts([text]),
        _ => null,
    };

    // Whoever is handed an array or a policy may write into it.
    private static void Lose(IlValue[] arguments, IlCall? call)
    {
        foreach (var argument in arguments)
        {
            if (argument is IlTexts texts)
                texts.IsLost = true;
            if (argument is IlPolicy policy)
                policy.Ask(AccessRule.Unreadable(call is null ? "it is kept elsewhere" : $"it is handed to {call.Name}"));
        }
    }

    private void Store()
    {
        var (value, index, array) = (Pop(), Pop(), Pop());
        if (array is IlTexts texts)
        {
            if (index is IlNumber at && at.Value >= 0 && at.Value < texts.Items.Length)
                texts.Items[at.Value] = value;
            else
                texts.IsLost = true;
        }

        Lose([value], null);
    }

    private void Other(OpCode code)
    {
        var popped = new List<IlValue>();
        var pops = code.StackBehaviourPop switch
        {
            StackBehaviour.Pop0 => 0,
            StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
            StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8 or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8
                or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
            StackBehaviour.Varpop => _stack.Count,
            _ => 3,
        };
        for (var i = 0; i < pops; i++)
            popped.Add(Pop());
        // What is merely thrown away stays as it is.
        if (code != OpCodes.Pop && code != OpCodes.Ret)
            Lose([.. popped], null);
        var pushes = code.StackBehaviourPush switch { StackBehaviour.Push0 or StackBehaviour.Varpush => 0, StackBehaviour.Push1_push1 => 2, _ => 1 };
        for (var i = 0; i < pushes; i++)
            Push(IlValue.Unknown);
    }

    // ldsfld F, dup, brtrue L, pop, ldsfld or ldnull, ldftn M, newobj, dup, stsfld F, L: a lambda that the compiler keeps in a field once it was made. A field of the application's own may hold another.
    private Dictionary<int, (MethodDefinitionHandle Method, IReadOnlyList<int> Inside)> Remembered(IReadOnlyList<IlInstruction> code)
    {
        var found = new Dictionary<int, (MethodDefinitionHandle, IReadOnlyList<int>)>();
        for (var i = 0; i + 8 < code.Count; i++)
        {
            if (code[i].Code == OpCodes.Ldsfld && code[i + 1].Code == OpCodes.Dup && (code[i + 2].Code == OpCodes.Brtrue_S || code[i + 2].Code == OpCodes.Brtrue) && code[i + 3].Code == OpCodes.Pop
                && (code[i + 4].Code == OpCodes.Ldsfld || code[i + 4].Code == OpCodes.Ldnull) && code[i + 5].Code == OpCodes.Ldftn && code[i + 6].Code == OpCodes.Newobj && code[i + 7].Code == OpCodes.Dup
                && code[i + 8].Code == OpCodes.Stsfld && code[i + 8].Operand == code[i].Operand && code[i + 2].Operand == code[i + 8].Next
                && IsOfCompiler(code[i].Operand) && MetadataTokens.EntityHandle(code[i + 5].Operand) is { Kind: HandleKind.MethodDefinition } method)
                found[code[i].Offset] = ((MethodDefinitionHandle)method, [.. code.Skip(i + 1).Take(8).Select(c => c.Offset)]);
        }

        return found;
    }

    // Its classes are <>c and <>O, within the one that it writes for: no source can name them.
    private bool IsOfCompiler(int field)
    {
        var handle = MetadataTokens.EntityHandle(field);
        EntityHandle type = handle.Kind switch
        {
            HandleKind.FieldDefinition => assembly.Reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType(),
            HandleKind.MemberReference => assembly.Reader.GetMemberReference((MemberReferenceHandle)handle).Parent,
            _ => default,
        };
        return assembly.Resolve(type).Name.Contains("+<>", StringComparison.Ordinal);
    }

    private static int? Number(OpCode code, OpCode first, OpCode last, OpCode small, OpCode large, int operand) =>
        code == small || code == large ? operand : code.Value >= first.Value && code.Value <= last.Value && code.Size == first.Size ? code.Value - first.Value : null;

    private void Push(IlValue value)
    {
        // Nobody writes code that keeps so much; what is forgotten is not known.
        if (_stack.Count == DeepestStack)
            _stack.Clear();
        _stack.Add(value);
    }

    private IlValue Pop()
    {
        if (_stack.Count == 0)
            return IlValue.Unknown;
        var value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private void Forget()
    {
        _stack.Clear();
        _locals.Clear();
    }
}
