"""PyTorch's side of `leaven bench dqn`: gradient steps per second of a deep Q-network, written as a Python user writes it.

Usage: dqn_torch.py MEMORY.bin TRANSITIONS LAYERS BATCH GAMMA RATE SAME_STEPS SECONDS
LAYERS: widths joined by commas. MEMORY.bin: float32, little-endian: the parameters to begin with (each layer's weights, out x in,
then its biases); then the replay memory, transition by transition: state, action, reward, next state, terminal, and one 0 or 1
for each action that says whether it is allowed in the next state.
First SAME_STEPS steps on batches of consecutive transitions, from which both sides must end with the same loss; then steps on
random batches, all on one thread. Prints one line `key value` for each number. Needs Debian's python3-torch and python3-numpy.
"""
import os
import sys
import time

for library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[library] = "1"

import numpy
import torch

path, transitions, layers, batch = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
gamma, rate, same_steps, seconds = float(sys.argv[5]), float(sys.argv[6]), int(sys.argv[7]), float(sys.argv[8])
torch.set_num_threads(1)
torch.manual_seed(42)
widths = [int(width) for width in layers.split(",")]
inputs, outputs = widths[0], widths[-1]

modules = []
for before, after in zip(widths, widths[1:]):
    modules += [torch.nn.Linear(before, after), torch.nn.ReLU()]
network = torch.nn.Sequential(*modules[:-1])
numbers = torch.from_numpy(numpy.fromfile(path, dtype="<f4"))
parameters = sum(parameter.numel() for parameter in network.parameters())
torch.nn.utils.vector_to_parameters(numbers[:parameters].clone(), network.parameters())
rows = numbers[parameters:].reshape(transitions, 2 * inputs + 3 + outputs)
states = rows[:, :inputs].contiguous()
actions = rows[:, inputs:inputs + 1].long()
rewards = rows[:, inputs + 1].contiguous()
next_states = rows[:, inputs + 2:2 * inputs + 2].contiguous()
discounts = gamma * (1 - rows[:, 2 * inputs + 2])
forbidden = rows[:, 2 * inputs + 3:] == 0
optimiser = torch.optim.Adam(network.parameters(), lr=rate)


def step(index):
    with torch.no_grad():
        best = network(next_states.index_select(0, index)).masked_fill_(forbidden.index_select(0, index), -torch.inf).max(1).values
        target = rewards.index_select(0, index) + discounts.index_select(0, index) * best
    taken = network(states.index_select(0, index)).gather(1, actions.index_select(0, index)).squeeze(1)
    loss = torch.nn.functional.mse_loss(taken, target)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    optimiser.step()
    return loss


def per_second(duration):
    steps = 0
    start = time.perf_counter()
    while time.perf_counter() - start < duration:
        for _ in range(10):
            step(torch.randint(transitions, (batch,)))
        steps += 10
    return steps / (time.perf_counter() - start)


for same in range(same_steps):
    loss = step(torch.arange(same * batch, (same + 1) * batch) % transitions)
print("loss", loss.item())
per_second(seconds / 4)
print("steps_per_second", per_second(seconds))
