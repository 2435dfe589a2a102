namespace Cks.Rbac.AspNetCore;

/// <summary>Says that a type is masked wherever it stands in the answer of an endpoint.</summary>
internal interface IFieldMaskMetadata
{
    Type Type { get; }

    /// <summary>The capability whose fields count; <see langword="null"/>: those that guard the endpoint.</summary>
    string? Capability { get; }
}

/// <summary>The same, as <c>WithFieldMask</c> leaves it.</summary>
internal sealed record FieldMaskMetadata(Type Type, string? Capability) : IFieldMaskMetadata;
