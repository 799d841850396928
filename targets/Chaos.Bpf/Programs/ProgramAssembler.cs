namespace Chaos.Bpf.Programs;

/// <summary>Builds a program, one instruction a call; jumps go to labels, which may be placed later.</summary>
public sealed class ProgramAssembler
{
    private const byte MapDescriptor = 1, MapValue = 2;

    private readonly List<Instruction> instructions = [];
    private readonly Dictionary<string, int> labels = [];
    private readonly List<(int Position, string Label)> jumps = [];

    public ProgramAssembler Label(string name)
    {
        labels.Add(name, instructions.Count);
        return this;
    }

    public ProgramAssembler Move(Register target, int constant) => Emit(0xB7, target, 0, 0, constant);

    public ProgramAssembler Move(Register target, Register source) => Emit(0xBF, target, source, 0, 0);

    public ProgramAssembler Add(Register target, int constant) => Emit(0x07, target, 0, 0, constant);

    public ProgramAssembler Multiply(Register target, Register source) => Emit(0x2F, target, source, 0, 0);

    public ProgramAssembler ShiftRight(Register target, int bits) => Emit(0x77, target, 0, 0, bits);

    public ProgramAssembler Xor(Register target, Register source) => Emit(0xAF, target, source, 0, 0);

    public ProgramAssembler Load(Register target, Register address, int offset, Width width) =>
        Emit(0x61 | (int)width, target, address, offset, 0);

    public ProgramAssembler Store(Register address, int offset, Register source, Width width) =>
        Emit(0x63 | (int)width, address, source, offset, 0);

    public ProgramAssembler Store(Register address, int offset, int constant, Width width) =>
        Emit(0x62 | (int)width, address, 0, offset, constant);

    /// <summary>A constant of 64 bits.</summary>
    public ProgramAssembler LoadConstant(Register target, long constant) =>
        Emit(0x18, target, 0, 0, unchecked((int)constant)).Emit(0, 0, 0, 0, (int)(constant >> 32));

    /// <summary>A map, as the first argument of a helper.</summary>
    public ProgramAssembler LoadMap(Register target, int descriptor) =>
        Emit(0x18, target, (Register)MapDescriptor, 0, descriptor).Emit(0, 0, 0, 0, 0);

    /// <summary>The address of the only value of an array map.</summary>
    public ProgramAssembler LoadValueAddress(Register target, int descriptor) =>
        Emit(0x18, target, (Register)MapValue, 0, descriptor).Emit(0, 0, 0, 0, 0);

    public ProgramAssembler Call(Helper helper) => Emit(0x85, 0, 0, 0, (int)helper);

    public ProgramAssembler Jump(string label) => Jump(0x05, 0, 0, 0, label);

    public ProgramAssembler JumpIfEqual(Register left, int constant, string label) => Jump(0x15, left, 0, constant, label);

    public ProgramAssembler JumpIfNotEqual(Register left, int constant, string label) => Jump(0x55, left, 0, constant, label);

    /// <summary>Unsigned.</summary>
    public ProgramAssembler JumpIfBelow(Register left, int constant, string label) => Jump(0xA5, left, 0, constant, label);

    /// <summary>Unsigned.</summary>
    public ProgramAssembler JumpIfAtLeast(Register left, Register right, string label) => Jump(0x3D, left, right, 0, label);

    /// <summary>Ends the program with a return value.</summary>
    public ProgramAssembler Return(int constant) => Move(Register.R0, constant).Emit(0x95, 0, 0, 0, 0);

    /// <exception cref="KeyNotFoundException">A jump goes to a label that was never placed.</exception>
    public Instruction[] Build()
    {
        Instruction[] built = [.. instructions];

        // A jump counts from the instruction behind it.
        foreach ((int position, string label) in jumps)
            built[position] = built[position] with { Offset = (short)(labels[label] - position - 1) };
        return built;
    }

    private ProgramAssembler Jump(int opcode, Register left, Register right, int constant, string label)
    {
        jumps.Add((instructions.Count, label));
        return Emit(opcode, left, right, 0, constant);
    }

    private ProgramAssembler Emit(int opcode, Register target, Register source, int offset, int immediate)
    {
        instructions.Add(new Instruction((byte)opcode, (byte)((int)source << 4 | (int)target), (short)offset, immediate));
        return this;
    }
}
