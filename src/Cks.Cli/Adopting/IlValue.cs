using System.Reflection.Metadata;

namespace Cks.Cli;

/// <summary>What is known of a value while the code of a method is followed.</summary>
internal abstract record IlValue
{
    /// <summary>Nothing.</summary>
    public static IlValue Unknown { get; } = new IlUnknown();
}

/// <summary>Nothing is known.</summary>
internal sealed record IlUnknown : IlValue;

/// <summary>A text that stands in the code.</summary>
internal sealed record IlText(string Value) : IlValue;

/// <summary>A whole number.</summary>
internal sealed record IlNumber(int Value) : IlValue;

/// <summary>A method as a delegate, or on the way to one.</summary>
internal sealed record IlMethod(MethodDefinitionHandle Handle) : IlValue;

/// <summary>An array of texts that is being filled; <see cref="IsLost"/> once somebody else could have written into it.</summary>
internal sealed record IlTexts(IlValue[] Items) : IlValue
{
    public bool IsLost { get; set; }

    /// <summary>The texts; <see langword="null"/> where one is not known.</summary>
    public string[]? Known => !IsLost && Array.TrueForAll(Items, i => i is IlText) ? [.. Items.Cast<IlText>().Select(t => t.Value)] : null;
}

/// <summary>A policy that is being built, or one that is.</summary>
internal sealed record IlPolicy : IlValue
{
    public AccessRule Rule { get; private set; } = AccessRule.SignedIn;

    public void Ask(AccessRule rule) => Rule = Rule.And(rule);
}
